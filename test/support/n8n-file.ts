/** A file of an item, as n8n holds it in memory. */
export const binaryFile = (data: Buffer, fileName: string, mimeType = 'image/jpeg') => ({
	data: data.toString('base64'),
	fileName,
	mimeType,
	bytes: data.length,
});

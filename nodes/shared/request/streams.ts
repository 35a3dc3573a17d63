type Chunks = AsyncIterable<Buffer | string>;

// A stream can be read once only, but n8n may ask for a signature twice.
const contents = new WeakMap<object, Promise<Buffer>>();

/** What a stream can be read from; a form-data package wraps the streams of its parts. */
function sourceOf(value: unknown): Chunks | undefined {
	if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return undefined;
	if (Symbol.asyncIterator in value) return value as Chunks;
	return 'source' in value ? sourceOf(value.source) : undefined;
}

export const isStream = (value: unknown): boolean => sourceOf(value) !== undefined;

/** The bytes of a stream, as n8n stores files on disk; anything else as it is. */
export async function withoutStream<T>(value: T): Promise<T | Buffer> {
	const source = sourceOf(value);
	if (source === undefined) return value;
	const content = contents.get(source) ?? bytesOf(source);
	contents.set(source, content);
	return await content;
}

async function bytesOf(source: Chunks): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of source) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

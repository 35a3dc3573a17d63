import multipart from '@fastify/multipart';
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Fields, ReceivedFile, ReceivedRequest } from './types.ts';

// Far above most documented limits, so that a provider can refuse a large file itself.
const defaultLargestBody = 4 * 1024 * 1024;

const noBytes = Buffer.alloc(0);

function emptyFields(): Fields {
	// It has no prototype, so that a parameter called "__proto__" is an unknown one like any other.
	return { values: Object.create(null) as Record<string, string>, duplicates: [] };
}

function addField(fields: Fields, name: string, value: string): void {
	if (name in fields.values) fields.duplicates.push(name);
	else fields.values[name] = value;
}

function readPairs(text: string): Fields {
	const fields = emptyFields();
	if (text === '') return fields;
	for (const [name, value] of new URLSearchParams(text)) addField(fields, name, value);
	return fields;
}

/** Makes a server hand over every body as bytes, whatever its type, except multipart ones. */
export async function registerBodyReaders(
	app: FastifyInstance,
	largestBody = defaultLargestBody,
): Promise<void> {
	app.removeAllContentTypeParsers();
	await app.register(multipart, {
		throwFileSizeLimit: false,
		limits: { fileSize: largestBody, fieldSize: largestBody, files: 20, fields: 200 },
	});
	app.addContentTypeParser(
		'*',
		{ parseAs: 'buffer', bodyLimit: largestBody },
		(_request, body, done) => {
			done(null, body);
		},
	);
}

async function readMultipart(
	request: FastifyRequest,
): Promise<{ form: Fields; files: ReceivedFile[] }> {
	const form = emptyFields();
	const files: ReceivedFile[] = [];
	for await (const part of request.parts()) {
		if (part.type === 'file') {
			const content = await part.toBuffer();
			const sha256 = createHash('sha256').update(content).digest('hex');
			const { fieldname: name, filename: fileName = '' } = part;
			files.push({ name, fileName, content, sha256, truncated: part.file.truncated });
		} else {
			addField(form, part.fieldname, String(part.value));
		}
	}
	return { form, files };
}

/** Reads a request completely. A body that cannot be read leaves a note instead of an exception. */
export async function readRequest(request: FastifyRequest): Promise<ReceivedRequest> {
	const url = request.raw.url ?? '/';
	const mark = url.indexOf('?');
	const received: ReceivedRequest = {
		method: request.method,
		path: mark < 0 ? url : url.slice(0, mark),
		headers: request.headers,
		contentType: (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
		query: readPairs(mark < 0 ? '' : url.slice(mark + 1)),
		form: emptyFields(),
		files: [],
		raw: Buffer.isBuffer(request.body) ? request.body : noBytes,
	};
	// A compressed form is read by the provider that allows one; as text it would be noise.
	const isPlain = request.headers['content-encoding'] === undefined;
	if (received.contentType === 'application/x-www-form-urlencoded' && isPlain) {
		received.form = readPairs(received.raw.toString('utf8'));
	} else if (received.contentType === 'multipart/form-data') {
		try {
			Object.assign(received, await readMultipart(request));
		} catch (error) {
			received.bodyFault = error instanceof Error ? error.message : String(error);
		}
	}
	return received;
}

import { createHash } from 'node:crypto';

export interface StoredFile {
	appId: string;
	fileId: string;
	/** MD5 of the content, as the 32 digits of the document's example suggest. */
	hashValue: string;
	fileName: string;
	fileType: string;
	fileFormat: string;
	content: Buffer;
	storedAt: number;
}

/** What the business system is told after an upload with notification (4.5.3). */
export interface UploadNotice {
	appId: string;
	bizPath: string;
	bizContent: string;
	files: Array<Pick<StoredFile, 'fileId' | 'hashValue' | 'fileName'>>;
	at: number;
}

// A load test may upload gigabytes; the oldest files go first.
const capacity = 512 * 1024 * 1024;
const keptNotices = 1000;

/** The file store of the file host. */
export class FileStore {
	private files = new Map<string, StoredFile>();
	private size = 0;
	private count = 0;
	notices: UploadNotice[] = [];

	clear(): void {
		this.files.clear();
		this.notices = [];
		this.size = 0;
		this.count = 0;
	}

	store(file: Omit<StoredFile, 'fileId' | 'hashValue'>): StoredFile {
		this.count++;
		// 55 digits, as in the example of 4.5.1; opaque to clients (gap WB-31).
		const fileId = `97${String(this.count).padStart(40, '0')}${file.storedAt}`;
		const hashValue = createHash('md5').update(file.content).digest('hex');
		const stored = { ...file, fileId, hashValue };
		this.files.set(fileId, stored);
		this.size += file.content.length;
		for (const oldest of this.files.values()) {
			if (this.size <= capacity || oldest === stored) break;
			this.files.delete(oldest.fileId);
			this.size -= oldest.content.length;
		}
		return stored;
	}

	find(fileId: string): StoredFile | undefined {
		return this.files.get(fileId);
	}

	list(): StoredFile[] {
		return [...this.files.values()];
	}

	notify(notice: UploadNotice): void {
		this.notices = [...this.notices, notice].slice(-keptNotices);
	}
}

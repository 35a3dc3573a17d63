import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { onPath, photoToolHint } from '../../../scripts/shared/on-path.ts';

const { PATH } = process.env;
afterEach(() => void (process.env.PATH = PATH));

test('says in one line that GraphicsMagick is missing, and how to install it', () => {
	const folder = mkdtempSync(join(tmpdir(), 'path-'));
	process.env.PATH = ['/nowhere', folder].join(delimiter);

	expect(photoToolHint()).toMatch(/^[^\n]*GraphicsMagick[^\n]* apt-get install -y graphicsmagick$/);

	writeFileSync(join(folder, 'gm'), '');
	expect(photoToolHint()).toBeUndefined();
	expect([onPath('gm'), onPath('gm', 'nothing-such')]).toEqual([true, false]);
});

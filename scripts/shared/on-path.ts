import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether all these programs can be called by their names. */
export const onPath = (...programs: string[]): boolean =>
	programs.every((program) =>
		(process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program))),
	);

const root = process.getuid?.() === 0 ? '' : 'sudo ';

/** One line for who lacks what n8n's Edit Image node calls, and what n8n's official image brings along. */
export const photoToolHint = (): string | undefined =>
	onPath('gm')
		? undefined
		: `Photos from a phone cannot be made smaller here, because GraphicsMagick is missing: ${root}apt-get install -y graphicsmagick`;

// npm run bench: see --help.
import { messageOf } from '../../scripts/shared/progress.ts';
import type { Bench } from './options.ts';

const benches: Record<Bench, () => Promise<unknown>> = {
	table: async () => await import('./table.ts'),
	hstong: async () => await import('./hstong.ts'),
	webank: async () => await import('./webank.ts'),
	htouhui: async () => await import('./htouhui.ts'),
	qiancheng: async () => await import('./qiancheng.ts'),
	once: async () => await import('./once.ts'),
};

try {
	const { bench, helpText } = await import('./options.ts');
	const help = helpText();
	if (help === undefined) await benches[bench]();
	else console.log(help);
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
}

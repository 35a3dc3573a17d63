import { findChromium } from '../host/chromium.ts';
import { findDatastores } from '../../test/scale/datastores.ts';
import { isHostInstalled } from '../host/install.ts';
import { onPath } from '../shared/on-path.ts';

/** Something that a test needs of the machine, and that npm cannot bring. */
export interface Need {
	name: string;
	/** The packages that bring it in Debian and Ubuntu. */
	packages: string[];
}

/** What the end-to-end and scale tests need and this machine lacks. */
export function missingNeeds(): Need[] {
	const { redis, postgres } = findDatastores();
	const needs: Array<[there: boolean, name: string, ...packages: string[]]> = [
		[findChromium() !== undefined, 'Chromium', 'chromium'],
		[redis !== undefined, 'Redis', 'redis-server'],
		[postgres !== undefined, 'PostgreSQL', 'postgresql'],
		// n8n's Edit Image node calls it; n8n's official image brings it along.
		[onPath('gm'), 'GraphicsMagick', 'graphicsmagick'],
		// n8n's SQLite add-on is compiled when n8n is installed.
		[isHostInstalled() || onPath('g++', 'make'), 'a C++ compiler', 'build-essential'],
		[isHostInstalled() || onPath('python3'), 'Python 3', 'python3'],
	];
	return needs.filter(([there]) => !there).map(([, name, ...packages]) => ({ name, packages }));
}

/** The names of what is missing, and the command that installs it. */
export function describeNeeds(needs: Need[]): string {
	const names = needs.map(({ name }) => name).join(', ');
	const packages = needs.flatMap((need) => need.packages).join(' ');
	const root = process.getuid?.() === 0 ? '' : 'sudo ';
	return `test:all needs what this machine lacks: ${names}. On Debian or Ubuntu, this installs it:\n
  ${root}apt-get update && ${root}apt-get install -y --no-install-recommends ${packages}\n
"npm test" needs none of it. A Chromium in another place is named by the variable CHROMIUM_PATH.`;
}

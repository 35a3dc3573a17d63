import { parseArgs } from 'node:util';

export interface MatrixArguments {
	/** Full versions of n8n, each once. */
	versions: string[];
	/** Whether an installation is deleted after its run. */
	clean: boolean;
}

/**
 * Reads the arguments of the command.
 *
 * @throws Error for an option that it does not have, and for what is no full version
 */
export function readArguments(args: string[]): MatrixArguments {
	const { values, positionals } = parseArgs({
		args,
		options: { clean: { type: 'boolean', default: false } },
		allowPositionals: true,
	});
	const wrong = positionals.find((text) => !/^\d+\.\d+\.\d+$/.test(text));
	if (wrong !== undefined) throw new Error(`"${wrong}" is no version of n8n, such as 2.35.4.`);
	return { versions: [...new Set(positionals)], clean: values.clean };
}

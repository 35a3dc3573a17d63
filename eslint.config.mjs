import js from '@eslint/js';
import { config as n8n } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// What ships follows n8n's rules with Cloud support, and no comment can turn one off.
const shipped = ['credentials/**/*.ts', 'nodes/**/*.ts', 'package.json'];
const development = [
	'compare/**/*.ts',
	'spec/**/*.ts',
	'sandbox/**/*.ts',
	'scripts/**/*.ts',
	'test/**/*.ts',
];

/** Forbids imports: the dependency rule of docs/architecture.md. */
const mayNotImport = (files, ...groups) => ({
	files,
	rules: {
		'no-restricted-imports': [
			'error',
			{ patterns: groups.map(([group, message]) => ({ group, message, caseSensitive: true })) },
		],
	},
});

const OUTSIDE = [
	['compare', 'host', 'sandbox', 'scripts', 'spec', 'test'].map((folder) => `**/${folder}/**`),
	'What ships must not need what does not.',
];
// Only these are there at run time; a devDependency would pass n8n's rule and fail in n8n.
const PACKAGES = [
	['*', '!n8n-workflow', '!node:crypto', '!.', '!..', '!./**', '!../**'],
	'At run time there are only n8n-workflow and node:crypto.',
];
const OTHER_PROVIDERS = [
	['../[A-Z]*/**', '../../[A-Z]*/**'],
	'Providers are independent of each other.',
];

export default [
	globalIgnores(['dist', 'host', 'coverage', '**/.*/']),
	...n8n.map((entry) => ({
		...entry,
		...(entry.files?.includes('**/*.ts') && {
			files: shipped.filter((glob) => glob.endsWith('.ts')),
		}),
	})),
	{
		files: shipped,
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
	},
	mayNotImport(['credentials/**/*.ts'], OUTSIDE, PACKAGES, [
		['**/operations/**', '**/*.node', '**/run/**'],
		'A credential knows signing and error texts only.',
	]),
	mayNotImport(['nodes/*/**/*.ts'], OUTSIDE, PACKAGES, OTHER_PROVIDERS),
	mayNotImport(['nodes/shared/**/*.ts'], OUTSIDE, PACKAGES, [
		['../../*'],
		'The shared code knows no provider.',
	]),
	mayNotImport(
		['nodes/*/protocol.ts'],
		[['*', '!node:crypto', '!./**'], 'A protocol is pure: it imports node:crypto only.'],
	),
	...[js.configs.recommended, ...tseslint.configs.strict].map((entry) => ({
		...entry,
		files: development,
	})),
	{
		files: [...shipped.filter((glob) => glob.endsWith('.ts')), ...development],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': 'error',
		},
	},
	{
		// What is taken out of an object to be left behind has a name that begins so.
		files: development,
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
		},
	},
];

import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import { config as n8n } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// What ships follows n8n's rules with Cloud support, and no comment can turn one off.
const shippedSources = ['credentials/**/*.ts', 'nodes/**/*.ts'];
const shipped = [...shippedSources, 'package.json'];
const development = [
	'compare/**/*.ts',
	'spec/**/*.ts',
	'sandbox/**/*.ts',
	'scripts/**/*.ts',
	'test/**/*.ts',
];

const providers = readdirSync('nodes').filter((name) => name !== 'shared');
const credentialsOf = (provider) =>
	readdirSync('credentials')
		.filter((file) => file.toLowerCase() === `${provider.toLowerCase()}api.credentials.ts`)
		.map((file) => `credentials/${file}`);

// The arrows of docs/architecture.md, by what an import leads to and not by how it is spelled. Circles, which
// no rule finds among types, are looked for by scripts/lint/circles.ts.
const arrows = [
	{
		target: ['nodes', 'credentials'],
		from: '.',
		except: ['nodes', 'credentials', 'node_modules'],
		message: 'What ships must not need what does not.',
	},
	{
		target: 'nodes',
		from: 'credentials',
		message: 'A credential uses its node, never the other way.',
	},
	{
		target: 'nodes/shared',
		from: 'nodes',
		except: ['shared'],
		message: 'The shared code knows no provider.',
	},
	...providers.map((provider) => ({
		target: [`nodes/${provider}`, ...credentialsOf(provider)],
		from: 'nodes',
		except: [provider, 'shared'],
		message: 'Providers are independent of each other.',
	})),
	{
		target: 'nodes',
		from: 'nodes/*/*.node.ts',
		message: 'A node stands at the end: nothing uses it.',
	},
	{
		target: 'credentials',
		from: ['nodes/*/*.node.ts', 'nodes/*/operations/**', 'nodes/shared/run/**'],
		message: 'A credential knows signing and what goes wrong, no operation.',
	},
];

// Only these are there at run time; a devDependency would pass n8n's rule and fail in n8n.
const PACKAGES = {
	group: ['*', '!n8n-workflow', '!node:crypto', '!.', '!..', '!./**', '!../**'],
	message: 'At run time there are only n8n-workflow and node:crypto.',
	caseSensitive: true,
};

export default [
	globalIgnores(['dist', 'host', 'coverage', '**/.*/']),
	...n8n.map((entry) => ({
		...entry,
		...(entry.files?.includes('**/*.ts') && { files: shippedSources }),
	})),
	{
		files: shipped,
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
	},
	{
		files: shippedSources,
		rules: {
			'import-x/no-restricted-paths': ['error', { zones: arrows }],
			'no-restricted-imports': ['error', { patterns: [PACKAGES] }],
			'no-restricted-syntax': [
				'error',
				{
					selector: 'ImportExpression, TSImportType, TSImportEqualsDeclaration',
					message: 'An import stands at the top of its file.',
				},
			],
		},
	},
	{
		files: ['nodes/*/protocol.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '^(?!node:crypto$|\\./|\\.\\./shared/values/(json|sameText)$)',
							message:
								'A protocol is pure: it imports node:crypto, the reading of JSON and the comparing of texts only.',
						},
					],
				},
			],
		},
	},
	...[js.configs.recommended, ...tseslint.configs.strict].map((entry) => ({
		...entry,
		files: development,
	})),
	{
		files: development,
		rules: { '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }] },
	},
];

// Projects, so that each can be run alone; e2e and matrix start a real n8n.
const project = (name, options = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`, `<rootDir>/compare/**/*.${name}.test.ts`],
	testEnvironment: 'node',
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/host/',
		'<rootDir>/sandbox/package.json',
	],
	transform: {
		'\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
	...options,
});

module.exports = {
	projects: [
		project('unit'),
		project('integration'),
		project('matrix'),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/support/global-setup.ts',
			setupFilesAfterEnv: ['<rootDir>/test/e2e/support/before-each-file.ts'],
			globalTeardown: '<rootDir>/test/e2e/support/global-teardown.ts',
		}),
	],
	testTimeout: 60_000,
};

import { isForeign } from '../../../scripts/lint/published.ts';

describe('isForeign', () => {
	it.each([
		'package.json',
		'LICENSE',
		'README.md',
		'dist/credentials/HstongApi.credentials.js',
		'dist/icons/hstong.dark.svg',
		'dist/nodes/HSTong/HSTong.node.js',
		'dist/nodes/HSTong/HSTong.node.json',
		'dist/nodes/HSTong/__schema__/v1.0.0/identity/submit.json',
		'dist/nodes/HSTong/operations/identity.js',
		'dist/nodes/shared/runner.js',
	])('lets %s be published', (file) => {
		expect(isForeign(file)).toBe(false);
	});

	it.each([
		'dist/nodes/HSTong/HSTong.node.js.map',
		'dist/nodes/HSTong/HSTong.node.d.ts',
		'dist/nodes/HSTong/test/protocol.js',
		'dist/nodes/HSTong/protocol.test.js',
		'dist/sandbox/main.js',
		'dist/nodes/HSTong/fixtures/key.json',
		'dist/tsconfig.tsbuildinfo',
		'scripts/start.ts',
	])('refuses %s', (file) => {
		expect(isForeign(file)).toBe(true);
	});
});

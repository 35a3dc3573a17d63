import { unflatten } from '../../support/flatted.ts';

describe('unflatten', () => {
	it('reads strings, numbers and nested containers', () => {
		const text = '[{"name":"1","list":"2","count":3,"none":null},"n8n",["1",true]]';

		expect(unflatten(text)).toEqual({ name: 'n8n', list: ['n8n', true], count: 3, none: null });
	});

	it('keeps shared and circular values one value', () => {
		const value = unflatten('[{"self":"0","a":"1","b":"1"},{"x":1}]') as Record<string, unknown>;

		expect(value.self).toBe(value);
		expect(value.a).toBe(value.b);
	});

	it('reads a value that is a string only', () => {
		expect(unflatten('["text"]')).toBe('text');
	});
});

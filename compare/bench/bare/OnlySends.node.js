// The least that a node can be that sends items to a provider through n8n's own helper, several at a time: no
// credential, no checks, no signature. What it needs more than a bare client is n8n's.
class OnlySends {
	description = {
		displayName: 'Only Sends',
		name: 'onlySends',
		group: ['transform'],
		version: 1,
		description: 'Sends the fields of each item, and a token, as a form',
		defaults: { name: 'Only Sends' },
		inputs: ['main'],
		outputs: ['main'],
		properties: ['url', 'token', 'concurrency'].map((name) => ({
			...{ displayName: name, name, type: 'string', default: '' },
		})),
	};

	async execute() {
		const items = this.getInputData();
		const [url, token, concurrency] = ['url', 'token', 'concurrency'].map((name) =>
			this.getNodeParameter(name, 0),
		);
		const answers = [];
		let next = 0;
		const work = async () => {
			while (next < items.length) {
				const item = next++;
				const json = await this.helpers.httpRequest({
					method: 'POST',
					url,
					headers: { 'content-type': 'application/x-www-form-urlencoded' },
					body: new URLSearchParams({ ...items[item].json, token }).toString(),
				});
				answers[item] = { json, pairedItem: { item } };
			}
		};
		await Promise.all(Array.from({ length: concurrency }, work));
		return [answers];
	}
}

module.exports = { OnlySends };

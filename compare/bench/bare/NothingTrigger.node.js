// The least that a trigger of a community package can be: it takes anything, checks nothing, and starts the
// workflow. n8n loads it from the folder that N8N_CUSTOM_EXTENSIONS names, as CUSTOM.nothingTrigger.
class NothingTrigger {
	description = {
		displayName: 'Nothing Trigger',
		name: 'nothingTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Starts the workflow',
		defaults: { name: 'Nothing Trigger' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{
				...{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived' },
				...{ isFullPath: true, path: 'bench-nothing' },
			},
		],
		properties: [],
	};

	async webhook() {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
}

module.exports = { NothingTrigger };

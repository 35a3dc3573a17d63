/** The tests of test/matrix whose results the table shows: an n8n need not pass them to be usable. */
export const TITLES = {
	tools: 'a tool that fails tells the model why',
	toolsThatContinue: 'it does with On Error set to Continue',
	previews: 'the editor is given the fields of an output before the first run',
} as const;

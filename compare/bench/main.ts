// npm run bench                  HSTong: identities submitted beside Code + HTTP Request
// npm run bench -- --webank      WeBank: calls beside Code + HTTP Request, and the trigger under load
// npm run bench -- --htouhui     Htouhui: the trigger under load
// npm run bench -- --qiancheng   Qiancheng Credit: blacklist checks beside HTTP Request, a token that ends on
//                                the way, and a risk audit of 2 MB
// npm run bench -- --once        what an account by expression and 'Submit Only Once' cost
// Further options are in the files.
const benches: Record<string, () => Promise<unknown>> = {
	'--webank': async () => await import('./webank.ts'),
	'--htouhui': async () => await import('./htouhui.ts'),
	'--qiancheng': async () => await import('./qiancheng.ts'),
	'--once': async () => await import('./once.ts'),
};
const chosen = process.argv.find((argument) => argument in benches);
await (chosen ? benches[chosen]() : import('./hstong.ts'));

export {};

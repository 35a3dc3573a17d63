// npm run bench               HSTong: identities submitted beside Code + HTTP Request
// npm run bench -- --webank   WeBank: calls beside Code + HTTP Request, and the trigger under load
// Further options are in the two files.
const bench = process.argv.includes('--webank') ? import('./webank.ts') : import('./hstong.ts');
await bench;

export {};

// Loaded with --require into every server that the scripts start: ends it when the process at the
// other end of file descriptor 3 is gone, also when that one was killed and could not clean up.
const { Socket } = require('node:net');

const parent = new Socket({ fd: 3, readable: true, writable: false });
parent.on('error', () => {});
parent.on('close', () => process.kill(process.pid, 'SIGTERM'));
parent.resume();
parent.unref();

// Runs Azurite, and ends with the process that started it: however that process dies, its end of our stdin closes.
const fs = require('node:fs');
const location = process.argv[process.argv.indexOf('--location') + 1];
process.stdin.resume();
process.stdin.on('close', () => {
  fs.rmSync(location, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
});
// Ctrl-C in a terminal signals this process, too. Azurite would stop at once, but the host still needs it, and ends it last.
const { once } = process;
process.once = (event, listener) => (event === 'SIGINT' ? process : once.call(process, event, listener));
process.on('SIGINT', () => {});
require('azurite/dist/src/azurite.js');

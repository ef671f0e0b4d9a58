// Runs Azurite, and ends with the process that started it: however that process dies, its end of our stdin closes.
const fs = require('node:fs');
const location = process.argv[process.argv.indexOf('--location') + 1];
process.stdin.resume();
process.stdin.on('close', () => {
  fs.rmSync(location, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
});
require('azurite/dist/src/azurite.js');

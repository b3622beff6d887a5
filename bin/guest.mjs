// `npm run guest`: installs what is missing of the packages, then builds the real guest (bin/commands/guest.ts).
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install.mjs';

chdir(fileURLToPath(new URL('..', import.meta.url)));
installPackages();
process.argv.splice(2, 0, 'guest');
await import('./handstack.mjs');

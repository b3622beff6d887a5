// `npm start`: installs what is missing and serves the lab on this machine.
import { spawn } from 'node:child_process';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install.mjs';

chdir(fileURLToPath(new URL('..', import.meta.url)));
installPackages();
const server = spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1', ...process.argv.slice(2)], { stdio: 'inherit' });
server.on('exit', (code) => { process.exitCode = code ?? 1; });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { server.kill(signal); });

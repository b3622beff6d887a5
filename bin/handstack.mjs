#!/usr/bin/env node
// handstack COMMAND …: labs without a browser. Each command is a file in bin/commands.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

register();
<<<<<<< HEAD
const COMMANDS = ['coverage', 'known-texts', 'play', 'program-table', 'prove', 'replay', 'scenes'];
=======
const COMMANDS = ['known-texts', 'notices', 'play', 'program-table', 'prove', 'replay', 'scenes'];
>>>>>>> 7a6672a (openstack client: finds, parses, authenticates, issues tokens; notices; lint clean)
const [name = '', ...args] = process.argv.slice(2);
const file = fileURLToPath(new URL(`./commands/${name}.ts`, import.meta.url));
if (!COMMANDS.includes(name) || !existsSync(file)) {
  process.stderr.write(`usage: handstack ${COMMANDS.join('|')} [arguments]\n`);
  process.exit(name === '' || name === '--help' ? 0 : 2);
}
const command = await import(pathToFileURL(file).href);
process.exitCode = await command.default(args);

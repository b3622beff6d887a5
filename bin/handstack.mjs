#!/usr/bin/env node
// handstack COMMAND …: labs without a browser. Each command is a file in bin/commands.
import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

register();
const COMMANDS = readdirSync(new URL('./commands/', import.meta.url)).map((file) => file.replace(/\.ts$/, '')).sort();
const [name = '', ...args] = process.argv.slice(2);
const file = fileURLToPath(new URL(`./commands/${name}.ts`, import.meta.url));
if (!COMMANDS.includes(name)) {
  process.stderr.write(`usage: handstack ${COMMANDS.join('|')} [arguments]\n`);
  process.exit(name === '' || name === '--help' ? 0 : 2);
}
const command = await import(pathToFileURL(file).href);
process.exitCode = await command.default(args);

import { parseArgs } from 'node:util';
import { runStages } from '../guest/stage.ts';
import { Unreachable, guestStages, places } from '../guest/stages.ts';
import { installTools, obstacle } from '../guest/tools.ts';

const say = (line: string): void => { process.stdout.write(`${line}\n`); };

/**
 * `npm run guest [a|b] [-- --install-tools] [-- --mirror URL]`: builds a real guest (A unless told) into .guest; exit 2 and the reason
 * when this machine cannot.
 */
export default async function guest(args: readonly string[]): Promise<number> {
  const { values, positionals: [name = 'a'] } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'install-tools': { type: 'boolean', default: false }, mirror: { type: 'string', default: 'http://deb.debian.org/debian' } },
  });
  if (values['install-tools']) installTools();
  const why = obstacle();
  if (why !== null) {
    process.stderr.write(`${why}\n`);
    return 2;
  }
  try {
    const ran = await runStages(guestStages(name, values.mirror, say), places(name).work, say);
    say(ran === 0 ? `Guest ${name.toUpperCase()} is up to date.` : `Guest ${name.toUpperCase()} is ready.`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Unreachable ? 2 : 1;
  }
}

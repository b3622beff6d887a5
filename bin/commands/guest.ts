import { parseArgs } from 'node:util';
import { runStages } from '../guest/stage.ts';
import { Unreachable, guestStages, places } from '../guest/stages.ts';
import { installTools, obstacle } from '../guest/tools.ts';

const say = (line: string): void => { process.stdout.write(`${line}\n`); };

/**
 * `npm run guest [-- --install-tools] [-- --mirror URL]`: builds the real guest into .guest; exit 2 and the reason
 * when this machine cannot.
 */
export default async function guest(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { 'install-tools': { type: 'boolean', default: false }, mirror: { type: 'string', default: 'http://deb.debian.org/debian' } },
  });
  if (values['install-tools']) installTools();
  const why = obstacle();
  if (why !== null) {
    process.stderr.write(`${why}\n`);
    return 2;
  }
  try {
    const ran = await runStages(guestStages('a', values.mirror, say), places('a').work, say);
    say(ran === 0 ? 'Guest A is up to date.' : 'Guest A is ready.');
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Unreachable ? 2 : 1;
  }
}

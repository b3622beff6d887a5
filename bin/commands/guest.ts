import { parseArgs } from 'node:util';
import { runStages } from '../guest/stage.ts';
import { Unreachable } from '../guest/packages.ts';
import { checkTree, guestStages, places, type BuildOptions } from '../guest/stages.ts';
import { installTools, obstacle } from '../guest/tools.ts';

const say = (line: string): void => { process.stdout.write(`${line}\n`); };

/**
 * `npm run guest [a|b] [-- OPTIONS]`: builds a real guest (A unless told) into .guest; exit 2 and the reason when this machine cannot.
 * `--install-tools` (as root), `--mirror URL`, `--fresh`: Debian's packages of today; `--check`: builds the tree of files once more
 * and compares their lists.
 */
export default async function guest(args: readonly string[]): Promise<number> {
  const { values, positionals: [name = 'a'] } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'install-tools': { type: 'boolean', default: false }, mirror: { type: 'string', default: 'http://deb.debian.org/debian' },
      fresh: { type: 'boolean', default: false }, check: { type: 'boolean', default: false },
    },
  });
  if (values['install-tools']) installTools();
  const why = obstacle();
  if (why !== null) {
    process.stderr.write(`${why}\n`);
    return 2;
  }
  const options = { mirror: values.mirror, isFresh: values.fresh, say };
  try {
    const ran = await runStages(guestStages(name, options), places(name).work, say);
    say(ran === 0 ? `Guest ${name.toUpperCase()} is up to date.` : `Guest ${name.toUpperCase()} is ready.`);
    return values.check ? await check(name, options) : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Unreachable ? 2 : 1;
  }
}

async function check(name: string, options: BuildOptions): Promise<number> {
  const found = await checkTree(name, options);
  say(found.length === 0 ? 'A second build has the same files.' : `A second build has other files:\n${found.join('\n')}`);
  return found.length === 0 ? 0 : 1;
}

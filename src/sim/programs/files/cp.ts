import { command, complain, statOrNull } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { copyTree, type CopyPlan } from './copy.ts';
import { pairsOf } from './targets.ts';
import { below } from './walk.ts';

function keeps(args: ParsedOptions, what: string): boolean {
  if (args.has('a') || args.has('p')) return true;
  return args.all('preserve').some((list) => list === '' || list.split(',').some((each) => each === what || each === 'all'));
}

function planOf(args: ParsedOptions): CopyPlan {
  const follow = args.lastOf('L', 'P', 'd', 'a', 'H');
  const recursive = args.has('r') || args.has('R') || args.has('a');
  const overwrite = args.lastOf('i', 'n', 'f');
  return {
    recursive,
    overwrites: overwrite === 'n' ? 'no' : args.has('i') && overwrite === 'i' ? 'asks' : 'yes',
    force: args.has('f'), onlyNewer: args.has('u'),
    follow: follow === 'L' ? 'always' : follow === 'H' ? 'named' : follow !== null ? 'never' : recursive ? 'never' : 'always',
    keepsMode: keeps(args, 'mode') || (args.has('preserve') && args.all('preserve').includes('')),
    keepsOwner: keeps(args, 'ownership'), keepsTimes: keeps(args, 'timestamps'),
    makes: args.has('l') ? 'hard link' : args.has('s') ? 'symbolic link' : 'copy',
    backup: args.has('b'), verbose: args.has('v'),
  };
}

/** --parents: the source's whole path below the directory, whose missing parts are made. */
function* withParents(sys: Sys, source: string, directory: string): Routine<string | null> {
  const target = below(directory, source.replace(/^\/+/, ''));
  const parts = target.split('/');
  for (let count = 1; count < parts.length; count += 1) {
    const step = parts.slice(0, count).join('/');
    if (step === '' || statOrNull(sys, step) !== null) continue;
    try {
      sys.mkdir(step);
    } catch (error) {
      yield* complain(sys, `cannot make directory ${shellQuoteAlways(step)}: ${strerror(error)}`);
      return null;
    }
  }
  return target;
}

/** cp(1). */
export const cp = command({
  name: 'cp',
  usage: ['[OPTION]... [-T] SOURCE DEST', '[OPTION]... SOURCE... DIRECTORY', '[OPTION]... -t DIRECTORY SOURCE...'],
  summary: 'Copies files, with -r directories; -p keeps mode, owner and times, -a all there is to keep.',
  version: 'cp (GNU coreutils) 8.32',
  options: {
    short: 'abdfHilLnprst:uvxPRS:TZ',
    long: {
      archive: 'a', 'attributes-only': 'attributes-only', 'backup=?': 'b', 'copy-contents': 'copy-contents', dereference: 'L', force: 'f',
      interactive: 'i', link: 'l', 'no-clobber': 'n', 'no-dereference': 'P', 'no-preserve=': 'no-preserve', 'no-target-directory': 'T',
      'one-file-system': 'x', parents: 'parents', 'preserve=?': 'preserve', recursive: 'R', 'remove-destination': 'f', 'reflink=?': 'reflink',
      'sparse=': 'sparse', 'strip-trailing-slashes': 'strip', 'suffix=': 'S', 'symbolic-link': 's', 'target-directory=': 't', update: 'u', verbose: 'v',
      'context=?': 'Z',
    },
  },
  notModelled: ['S', 'x', 'Z', 'attributes-only', 'no-preserve'],
  *run(sys, args) {
    const plan = planOf(args);
    let status = 0;
    for (const [source, target] of pairsOf(sys, args)) {
      const last = args.last('t') ?? args.operands.at(-1) ?? '';
      const to = args.has('parents') ? yield* withParents(sys, source, last) : target;
      if (to === null || !(yield* copyTree(sys, source, to, plan, true))) status = 1;
    }
    return status;
  },
});

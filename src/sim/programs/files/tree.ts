import { command } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { globRegex } from './find-expression.ts';
import { below } from './walk.ts';

interface Plan {
  readonly level: number;
  readonly all: boolean;
  readonly onlyDirectories: boolean;
  readonly fullPaths: boolean;
  readonly classify: boolean;
  readonly pattern: RegExp | null;
  readonly ignore: RegExp | null;
}

interface Counts {
  directories: number;
  files: number;
}

function isDirectory(sys: Sys, path: string): boolean {
  try {
    return sys.stat(path).type === 'directory';
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

function* branch(sys: Sys, path: string, lead: string, depth: number, plan: Plan, counts: Counts): Routine<void> {
  const names = sys.readDirectory(path).filter((name) => {
    if (!plan.all && name.startsWith('.')) return false;
    const directory = isDirectory(sys, below(path, name));
    if (plan.ignore?.test(name) === true || (plan.onlyDirectories && !directory)) return false;
    return directory || plan.pattern === null || plan.pattern.test(name);
  });
  for (const [index, name] of names.entries()) {
    const full = below(path, name);
    const stat = sys.lstat(full);
    const isLast = index === names.length - 1;
    const target = stat.type === 'symlink' ? ` -> ${sys.readLink(full)}` : '';
    const mark = !plan.classify ? '' : stat.type === 'directory' ? '/' : stat.type === 'file' && (stat.mode & 0o111) !== 0 ? '*' : '';
    yield* sys.write(1, `${lead}${isLast ? '└── ' : '├── '}${plan.fullPaths ? full : name}${mark}${target}\n`);
    if (isDirectory(sys, full)) counts.directories += 1;
    else counts.files += 1;
    if (stat.type !== 'directory' || depth >= plan.level) continue;
    try {
      yield* branch(sys, full, `${lead}${isLast ? '    ' : '│   '}`, depth + 1, plan, counts);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
    }
  }
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** tree(1): directories as a tree. */
export const tree = command({
  name: 'tree', usage: ['[-adfF] [-L level] [-P pattern] [-I pattern] [<directory list>]'], summary: 'Draws what is in directories as a tree.', version: 'tree v2.1.0', isShortNamed: true,
  options: { short: 'adfFL:P:I:CnpughsDi', long: { noreport: 'noreport', dirsfirst: 'dirsfirst' } }, notModelled: ['C', 'p', 'u', 'g', 'h', 's', 'D', 'i', 'dirsfirst'],
  *run(sys, args) {
    const level = args.last('L');
    if (level !== null && (!/^\d+$/.test(level) || Number(level) < 1)) {
      yield* sys.write(2, 'tree: Invalid level, must be greater than 0.\n');
      return 1;
    }
    const glob = (text: string | null): RegExp | null => (text === null ? null : globRegex(text, false));
    const plan: Plan = {
      level: level === null ? Infinity : Number(level), all: args.has('a'), onlyDirectories: args.has('d'), fullPaths: args.has('f'), classify: args.has('F'),
      pattern: glob(args.last('P')), ignore: glob(args.last('I')),
    };
    const counts: Counts = { directories: 0, files: 0 };
    let status = 0;
    for (const path of args.operands.length === 0 ? ['.'] : args.operands) {
      if (!isDirectory(sys, path)) {
        yield* sys.write(1, `${path}  [error opening dir]\n`);
        status = 2;
        continue;
      }
      // The directory itself is counted, too.
      counts.directories += 1;
      yield* sys.write(1, `${path}\n`);
      yield* branch(sys, path, '', 1, plan, counts);
    }
    const files = args.has('d') ? '' : `, ${plural(counts.files, 'file', 'files')}`;
    if (!args.has('noreport')) yield* sys.write(1, `\n${plural(counts.directories, 'directory', 'directories')}${files}\n`);
    return status;
  },
});

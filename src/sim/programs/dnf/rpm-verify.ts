import { byteLength } from '../../../base/bytes.ts';
import { SysError } from '../../host/errors.ts';
import type { PackageSpec, PayloadFile } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { out } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';
import { filesOf } from './payload-files.ts';
import { parseRelation, satisfies } from './relation.ts';
import type { RpmDatabase } from './rpmdb.ts';
import type { RpmOptions } from './rpm-options.ts';
import { isLabelled } from './rpm-query.ts';
import { nevra } from './version.ts';

/** `rpm -V`: what differs from the package, file by file; nothing when all is as it was. Exit 1 on any line. */
export function* verify(sys: Sys, database: RpmDatabase, { flags, args }: RpmOptions): Routine<number> {
  let failures = 0;
  const chosen = flags.has('all') ? database.packages.map(({ spec }) => spec) : [];
  if (!flags.has('all')) {
    for (const label of args) {
      const found = database.packages.filter(({ spec }) => isLabelled(spec, label)).map(({ spec }) => spec);
      if (found.length === 0) {
        failures += 1;
        yield* out(sys, `package ${label} is not installed\n`);
      }
      chosen.push(...found);
    }
  }
  for (const spec of chosen) {
    const text = (flags.has('nodeps') ? '' : unsatisfied(spec, database)) + filesOf(spec).map((file) => verifyFile(sys, spec, file)).join('');
    if (text === '') continue;
    failures += 1;
    yield* out(sys, text);
  }
  return failures === 0 ? 0 : 1;
}

function unsatisfied(spec: PackageSpec, database: RpmDatabase): string {
  const missing = spec.requires.map(parseRelation).filter((wanted) => !wanted.name.startsWith('(') && !database.packages.some((each) => satisfies(each.spec, wanted)));
  if (missing.length === 0) return '';
  return `Unsatisfied dependencies for ${nevra(spec)}:\n${missing.map(({ text }) => `\t${text} is needed by (installed) ${nevra(spec)}\n`).join('')}`;
}

/** One line of `rpm -V`, or ''. Marks: S size, M mode, 5 contents, L link, U user, G group, T time. */
function verifyFile(sys: Sys, spec: PackageSpec, file: PayloadFile): string {
  const kind = file.isConfig === true ? 'c' : file.isDoc === true ? 'd' : file.isGhost === true ? 'g' : ' ';
  if (file.isGhost === true) return '';
  let stat: ReturnType<Sys['lstat']>;
  try {
    stat = sys.lstat(file.path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return error.errno === 'ENOENT' || error.errno === 'ENOTDIR' ? `missing   ${kind} ${file.path}\n` : '';
  }
  const marks = ['.', '.', '.', '.', '.', '.', '.', '.', '.'];
  const isFile = file.isDirectory !== true && file.target === undefined;
  if (isFile && stat.type === 'file') {
    const content = file.content ?? '';
    if (stat.sizeBytes !== byteLength(content)) marks[0] = 'S';
    if (contentOf(sys, file.path) !== content) marks[2] = '5';
    if (stat.mtimeMs !== (spec.buildTimeMs ?? 0) && Math.abs(stat.mtimeMs - (spec.buildTimeMs ?? 0)) >= 1000) marks[7] = 'T';
  }
  const wanted = file.mode ?? (file.isDirectory === true ? 0o755 : 0o644);
  const typeOf = file.target !== undefined ? 'symlink' : file.isDirectory === true ? 'directory' : 'file';
  if (stat.type !== typeOf || (file.target === undefined && stat.mode !== wanted)) marks[1] = 'M';
  if (file.target !== undefined && stat.type === 'symlink' && sys.readLink(file.path) !== file.target) marks[4] = 'L';
  if (stat.uid !== (sys.accounts.byName(file.owner ?? 'root')?.uid ?? 0)) marks[5] = 'U';
  if (stat.gid !== (sys.accounts.groupByName(file.group ?? 'root')?.gid ?? 0)) marks[6] = 'G';
  const text = marks.join('');
  return text === '.........' ? '' : `${text}  ${kind} ${file.path}\n`;
}

function contentOf(sys: Sys, path: string): string | null {
  try {
    return sys.readFile(path);
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

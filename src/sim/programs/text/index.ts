// text: the commands that read, search, sort and change text. Knows nothing of shells, packages or services.
import type { LazyProgram, Program, ProgramFile } from '../../host/program.ts';
import { env } from './env.ts';
import { column, expand, fold, join, nl, paste, split, unexpand } from './columns.ts';
import { cmp, comm } from './compare.ts';
import { cut } from './cut.ts';
import { diff } from './diff.ts';
import { hexdump, od, xxd } from './dump.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { less } from './less.ts';
import { man } from './man.ts';
import { more } from './more.ts';
import { echo, printfProgram } from './print.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { falseProgram, printenv, rev, sleep, sync, tac, tee, trueProgram, yes } from './simple.ts';
import { sort } from './sort.ts';
import { base64Program, md5sum, sha1sum, sha256sum, sha512sum } from './sums.ts';
import { tail } from './tail.ts';
import { bracket, test } from './test.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { watch } from './watch.ts';
import { wc } from './wc.ts';
import { xargs } from './xargs.ts';

const inPackage = (rpm: string, programs: readonly (Program | LazyProgram)[]): ProgramFile[] =>
  programs.map((program) => ({ path: `/usr/bin/${program.name}`, package: rpm, program }));

/** awk's language is loaded when first needed. */
const awks: readonly LazyProgram[] = [
  { name: 'awk', load: async () => (await import('./awk.ts')).awk },
  { name: 'gawk', load: async () => (await import('./awk.ts')).gawk },
];

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...inPackage('coreutils', [
    base64Program, bracket, comm, cut, echo, env, expand, falseProgram, fold, head, join, md5sum, nl, od, paste, printenv, printfProgram, seq, sha1sum, sha256sum, sha512sum, sleep,
    sort, split, sync, tac, tail, tee, test, tr, trueProgram, unexpand, uniq, wc, yes,
  ]),
  ...inPackage('grep', [egrep, fgrep, grep]),
  ...inPackage('diffutils', [cmp, diff]),
  ...inPackage('findutils', [xargs]),
  ...inPackage('sed', [sed]),
  ...inPackage('gawk', awks),
  ...inPackage('less', [less]),
  ...inPackage('man-db', [man]),
  ...inPackage('procps-ng', [watch]),
  ...inPackage('util-linux-core', [column, hexdump, more, rev]),
  ...inPackage('vim-common', [xxd]),
];

// text: the commands that read, search, sort and change text. Knows nothing of shells, packages or services.
import type { Program, ProgramFile } from '../../host/program.ts';
import { env } from './env.ts';
import { cmp, comm } from './compare.ts';
import { cut } from './cut.ts';
import { diff } from './diff.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { less } from './less.ts';
import { more } from './more.ts';
import { echo, printfProgram } from './print.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { falseProgram, printenv, rev, sleep, sync, tac, tee, trueProgram, yes } from './simple.ts';
import { sort } from './sort.ts';
import { tail } from './tail.ts';
import { bracket, test } from './test.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { xargs } from './xargs.ts';

const inPackage = (rpm: string, programs: readonly Program[]): ProgramFile[] =>
  programs.map((program) => ({ path: `/usr/bin/${program.name}`, package: rpm, program }));

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...inPackage('coreutils', [bracket, comm, cut, echo, env, falseProgram, head, printenv, printfProgram, seq, sleep, sort, sync, tac, tail, tee, test, tr, trueProgram, uniq, wc, yes]),
  ...inPackage('grep', [egrep, fgrep, grep]),
  ...inPackage('diffutils', [cmp, diff]),
  ...inPackage('findutils', [xargs]),
  ...inPackage('sed', [sed]),
  ...inPackage('less', [less]),
  ...inPackage('util-linux-core', [more, rev]),
];

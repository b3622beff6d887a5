// text: the commands that read, search, sort and change text. Knows nothing of shells, packages or services.
import type { Program, ProgramFile } from '../../host/program.ts';
import { cut } from './cut.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { falseProgram, printenv, rev, sleep, sync, tac, tee, trueProgram, yes } from './simple.ts';
import { sort } from './sort.ts';
import { tail } from './tail.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';

const inPackage = (rpm: string, programs: readonly Program[]): ProgramFile[] =>
  programs.map((program) => ({ path: `/usr/bin/${program.name}`, package: rpm, program }));

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...inPackage('coreutils', [cut, falseProgram, head, printenv, seq, sleep, sort, sync, tac, tail, tee, tr, trueProgram, uniq, wc, yes]),
  ...inPackage('grep', [egrep, fgrep, grep]),
  ...inPackage('sed', [sed]),
  ...inPackage('util-linux-core', [rev]),
];

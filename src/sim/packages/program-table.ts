import type { ProgramFile } from '../host/program.ts';
import rows from './program-table.json';

/** Where a program lies and which group its code belongs to, known without loading the code. */
export interface ProgramPlace {
  readonly group: string;
  readonly name: string;
  readonly path: string;
  /** The rpm that owns it. */
  readonly package: string;
  readonly mode: number;
}

/** A line of the table for a program file. */
export const rowOf = (group: string, { path, package: owner, program, mode }: ProgramFile): readonly [string, string, string, string, number] =>
  [group, program.name, path, owner, mode ?? 0o755];

/** Every program there is: made from the groups' FILES by `npm run program-table`; a test holds it against them. */
export const PROGRAM_TABLE: readonly ProgramPlace[] = (rows as [string, string, string, string, number][])
  .map(([group, name, path, owner, mode]) => ({ group, name, path, package: owner, mode }));

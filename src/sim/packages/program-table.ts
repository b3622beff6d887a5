import type { ProgramFile } from '../host/program.ts';
import table from './program-table.json';

/** Where a program lies and which group its code belongs to, known without loading the code. */
export interface ProgramPlace {
  readonly group: string;
  readonly name: string;
  readonly path: string;
  /** The rpm that owns it. */
  readonly package: string;
  readonly mode: number;
}

const PLAIN_MODE = 0o755;

/** Paths by group and rpm: `path=name` where the program is not named after its file, `path#mode` where that is not 755. */
export type TableData = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** How a program file stands in the table. */
export function cellOf({ path, program, mode = PLAIN_MODE }: ProgramFile): string {
  const name = program.name === baseName(path) ? '' : `=${program.name}`;
  return path + name + (mode === PLAIN_MODE ? '' : `#${mode.toString(8)}`);
}

function placeOf(group: string, owner: string, cell: string): ProgramPlace {
  const [file = '', mode] = cell.split('#');
  const [path = '', name = baseName(path)] = file.split('=');
  return { group, name, path, package: owner, mode: mode === undefined ? PLAIN_MODE : parseInt(mode, 8) };
}

/** Every program there is: made from the groups' FILES by `npm run program-table`; a test holds it against them. */
export const PROGRAM_TABLE: readonly ProgramPlace[] = Object.entries(table as TableData).flatMap(([group, owners]) =>
  Object.entries(owners).flatMap(([owner, cells]) => cells.map((cell) => placeOf(group, owner, cell))));

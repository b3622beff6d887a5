import type { Program, ProgramFile, Registry } from '../host/program.ts';
import { bash } from '../shell/main.ts';
import { PROGRAM_GROUPS } from './program-groups.ts';
import { PROGRAM_TABLE } from './program-table.ts';

/** Finds behaviour by the name that a program file holds. A group's code is loaded when first needed; bash is always here. */
export function makeRegistry(): Registry {
  const groups = new Map(PROGRAM_TABLE.map(({ name, group }) => [name, group]));
  const ready = new Map<string, Program>([[bash.name, bash]]);
  return {
    find(name) {
      const known = ready.get(name);
      if (known !== undefined) return known;
      const group = groups.get(name);
      return group === undefined ? null : load(group, name, ready);
    },
  };
}

async function load(group: string, name: string, ready: Map<string, Program>): Promise<Program> {
  const { FILES } = await PROGRAM_GROUPS[group]?.() ?? { FILES: [] };
  for (const { program } of FILES) if ('run' in program) ready.set(program.name, program);
  const known = ready.get(name);
  if (known !== undefined) return known;
  const lazy = FILES.find(({ program }) => program.name === name)?.program;
  if (lazy === undefined || !('load' in lazy)) throw new Error(`program table names ${name}, which group ${group} lacks`);
  const program = await lazy.load();
  ready.set(name, program);
  return program;
}

/** A registry of just these programs: for tests of the kernel. */
export function registryOf(files: readonly ProgramFile[]): Registry {
  const programs = new Map(files.map(({ program }) => [program.name, program]));
  return {
    find(name) {
      const program = programs.get(name) ?? null;
      return program === null || 'run' in program ? program : program.load();
    },
  };
}

import { FILES as shell } from '../shell/index.ts';
import { FILES as net } from '../programs/net/index.ts';
import { FILES as dnf } from '../programs/dnf/index.ts';
import { FILES as editor } from '../programs/editor/index.ts';
import { FILES as files } from '../programs/files/index.ts';
import { FILES as misc } from '../programs/misc/index.ts';
import { FILES as mysql } from '../programs/mysql/index.ts';
import { FILES as processes } from '../programs/process/index.ts';
import { FILES as systemd } from '../programs/systemd/index.ts';
import { FILES as time } from '../programs/time/index.ts';
import { FILES as chronyd } from '../services/chronyd/index.ts';
import { FILES as firewalld } from '../services/firewalld/index.ts';
import { FILES as networkManager } from '../services/network-manager/index.ts';
import { FILES as sshd } from '../services/sshd/index.ts';
import { FILES as kernel } from '../programs/kernel/index.ts';
import { FILES as mariadb } from '../services/mariadb/index.ts';
import { FILES as text } from '../programs/text/index.ts';
import { FILES as users } from '../programs/users/index.ts';
import type { LazyProgram, Program, ProgramFile, Registry } from '../host/program.ts';

/** Every program there is, by group. A group's folder exports its FILES; packages install them. */
const GROUPS: readonly (readonly ProgramFile[])[] = [
  shell,
  dnf,
  editor,
  files,
  misc,
  processes,
  systemd,
  net,
  text,
  time,
  users,
  chronyd,
  firewalld,
  sshd,
  networkManager,
  kernel,
  mariadb,
  mysql,
];

export const PROGRAM_FILES: readonly ProgramFile[] = GROUPS.flat();

/** Finds behaviour by the name that a program file holds; code that is loaded when needed is loaded once. */
export function makeRegistry(files: readonly ProgramFile[] = PROGRAM_FILES): Registry {
  const programs = new Map(files.map(({ program }) => [program.name, program]));
  const loaded = new Map<string, Program>();
  return {
    find(name) {
      const known = loaded.get(name);
      if (known !== undefined) return known;
      const program = programs.get(name);
      if (program === undefined) return null;
      if ('run' in program) return program;
      return load(program, loaded);
    },
  };
}

async function load(lazy: LazyProgram, loaded: Map<string, Program>): Promise<Program> {
  const program = await lazy.load();
  loaded.set(lazy.name, program);
  return program;
}

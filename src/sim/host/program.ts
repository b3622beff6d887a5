import type { Json } from '../../base/json.ts';
import type { Message } from '../protocol/message.ts';
import type { SignalName } from './signals.ts';
import type { Sys } from './sys.ts';

/**
 * What a running program waits for. The kernel steps it again when `ready` says so or `untilMs` has come, whichever is
 * first; `external` waits for something outside the simulation (code to load, the editor in the page).
 */
export interface Wait {
  readonly ready?: () => boolean;
  readonly untilMs?: number;
  /** Long work (dnf, a boot): the page may play it faster than the clock; `shareMs` of `totalMs`. */
  readonly work?: { readonly shareMs: number; readonly totalMs: number };
  readonly external?: Promise<unknown>;
  /** Waits for a key, and draws itself anew when none comes (top, watch). */
  readonly keys?: boolean;
}

/** A program in the middle of its run: yields what it waits for, returns T. Call others with `yield*`. */
export type Routine<T> = Generator<Wait, T, void>;

/** One executable. `resumed` is the last checkpoint when the machine was restored, else undefined. */
export interface Program {
  readonly name: string;
  /** Runs to its exit status (0–255). A SysError that leaves it ends the process with status 1. */
  run(sys: Sys, resumed?: Json): Routine<number>;
  /** What a daemon does once it called `sys.serve`. */
  readonly handlers?: Handlers;
  /** Options that the real program has and this one refuses, e.g. `--context`: for the page of what is modelled. */
  readonly notModelled?: readonly string[];
}

/** The two ends of a connection as the accepting daemon sees them; `session` is its own plain data about the peer. */
export interface Connection {
  readonly id: number;
  readonly peer: { readonly host: string; readonly address: string; readonly port: number; readonly pid: number; readonly uid: number };
  /** Where it was accepted: `tcp 10.0.0.11:3306` or a unix socket's path. */
  readonly local: { readonly address: string; readonly port: number } | { readonly path: string };
  session: Json;
}

/**
 * A daemon's reactions. Each runs to completion: it may call others over the wire (`yield* sys.call`) and `sleep`;
 * the time that takes counts as its duration. `state` is what `serve` was given; change it by `sys.setState`.
 */
export interface Handlers {
  /** A peer connected; the returned message is the greeting (MySQL's handshake), null for none. */
  open?(sys: Sys, connection: Connection): Routine<Message | null>;
  request?(sys: Sys, connection: Connection, message: Message): Routine<Message>;
  close?(sys: Sys, connection: Connection): void;
  /** A timer set with `sys.setTimer`. */
  timer?(sys: Sys, note: Json): Routine<void>;
  /** Signals the daemon asked for with `sys.catchSignals`; return an exit status to end, null to go on. */
  signal?(sys: Sys, signal: SignalName): Routine<number | null>;
}

/** Finds a program's behaviour by the name its file holds; a promise where the code is loaded when first needed. */
export interface Registry {
  find(name: string): Program | Promise<Program> | null;
}

/** The first bytes of a program file; the program's name follows up to the next NUL. */
export const PROGRAM_MAGIC = '\x7fELF\x02\x01\x01\0handstack\0';

/** The content of a file that runs the program `name`. */
export const programFile = (name: string): string => `${PROGRAM_MAGIC}${name}\0`;

/** The program a file's content names, or null. */
export function programNamed(content: string): string | null {
  if (!content.startsWith(PROGRAM_MAGIC)) return null;
  return content.slice(PROGRAM_MAGIC.length).split('\0')[0] ?? null;
}

/** Behaviour that is loaded when first needed. */
export interface LazyProgram {
  readonly name: string;
  readonly load: () => Promise<Program>;
}

/** Makes entries for programs that are loaded together: `later('ps')` is the program of that name among what `load` brings. */
export function laterFrom(load: () => Promise<readonly Program[]>): (name: string) => LazyProgram {
  return (name) => ({
    name,
    load: async () => {
      const program = (await load()).find((each) => each.name === name);
      if (program === undefined) throw new Error(`no program ${name} in its group`);
      return program;
    },
  });
}

/** A program file as a package brings it: where it lies and what it does. Each group of programs exports a table of these. */
export interface ProgramFile {
  /** e.g. `/usr/bin/ls`. */
  readonly path: string;
  /** The rpm that owns it, e.g. `coreutils`. */
  readonly package: string;
  readonly program: Program | LazyProgram;
  /** Permission bits, default 0o755. */
  readonly mode?: number;
}

// What the start-up and the connections of mariadbd share.
import type { Build } from '../../host/mysql/build.ts';
import type { Sys } from '../../host/sys.ts';
import { calendar } from '../../time/clock.ts';
import { Server, type ServerState } from './engine/server.ts';

/** `2026-11-20  9:29:09`: the hour is padded with a blank. */
export function stamp(ms: number): string {
  const { year, month, day, hour, minute, second } = calendar(ms);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${String(hour).padStart(2, ' ')}:${two(minute)}:${two(second)}`;
}

/** The server over a process's Sys. */
export function serverOf(sys: Sys, build: Build, state: ServerState): Server {
  return new Server({ disk: sys, state, version: build.version, hostname: sys.hostname, random: () => sys.dice.next(), nowMs: () => sys.nowMs() });
}

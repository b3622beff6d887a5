// What a person runs: one load for whichever is run first.
import type { Program } from '../../host/program.ts';
import { dmesg } from './dmesg.ts';
import { free, vmstat } from './free.ts';
import { kill, killall } from './kill.ts';
import { renice } from './nice.ts';
import { pgrep, pidof, pkill } from './pgrep.ts';
import { ps } from './ps.ts';
import { pstree } from './pstree.ts';
import { top } from './top.ts';

/** The programs of this load. */
export const PROGRAMS: readonly Program[] = [dmesg, free, vmstat, kill, killall, renice, pgrep, pidof, pkill, ps, pstree, top];

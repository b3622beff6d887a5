// What a person runs of systemd: one load for whichever is run first.
import type { Program } from '../../host/program.ts';
import { journalctl } from './journalctl/index.ts';
import { service } from './service.ts';
import { loginctl, systemdAnalyze, systemdCat, systemdEscape } from './small.ts';
import { systemctlProgram } from './systemctl/index.ts';

/** The programs of this load. */
export const PROGRAMS: readonly Program[] = [
  journalctl, service, loginctl, systemdAnalyze, systemdCat, systemdEscape, systemctlProgram,
];

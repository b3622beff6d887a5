import type { Program } from '../../host/program.ts';
import { programName } from '../../host/stdio.ts';

const COMMAND: Readonly<Record<string, string>> = {
  'yum-config-manager': 'config-manager', repoquery: 'repoquery', yumdownloader: 'download', 'needs-restarting': 'needs-restarting',
};

/** yum-utils: old names that call dnf's plug-ins. */
export const dnfUtils: Program = {
  name: 'dnf-utils',
  *run(sys) {
    return yield* sys.exec('/usr/bin/dnf-3', ['dnf', COMMAND[programName(sys)] ?? '', ...sys.argv.slice(1)]);
  },
};

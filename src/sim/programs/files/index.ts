// files: the commands that look at, copy, move and describe files. Knows nothing of shells, packages or services.
import type { ProgramFile } from '../../host/program.ts';
import { cat } from './cat.ts';
import { chmod } from './chmod.ts';
import { cp } from './cp.ts';
import { find } from './find.ts';
import { install } from './install.ts';
import { ln } from './ln.ts';
import { dir, ls } from './ls.ts';
import { mkdir } from './mkdir.ts';
import { mv } from './mv.ts';
import { chgrp, chown } from './ownership.ts';
import { basename, dirname, mktemp, pwd, readlink, realpath } from './paths.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { df, du } from './space.ts';
import { stat } from './stat.ts';
import { touch } from './touch.ts';
import { tree } from './tree.ts';
import { whereis, which } from './which.ts';

const coreutils = [
  basename, cat, chgrp, chmod, chown, cp, df, dir, dirname, du, install, ln, ls, mkdir, mktemp, mv, pwd, readlink, realpath, rm, rmdir, stat, touch,
];

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...coreutils.map((program) => ({ path: `/usr/bin/${program.name}`, package: 'coreutils', program })),
  { path: '/usr/bin/find', package: 'findutils', program: find },
  { path: '/usr/bin/which', package: 'which', program: which },
  { path: '/usr/bin/whereis', package: 'util-linux-core', program: whereis },
  { path: '/usr/bin/tree', package: 'tree', program: tree },
];

// files: the commands that look at, copy, move and describe files. Knows nothing of shells, packages or services.
import type { ProgramFile } from '../../host/program.ts';
import { cat } from './cat.ts';
import { chmod } from './chmod.ts';
import { cp } from './cp.ts';
import { dd, truncate } from './dd.ts';
import { file } from './file.ts';
import { find } from './find.ts';
import { gunzip, gzip, zcat } from './gzip.ts';
import { install } from './install.ts';
import { ln } from './ln.ts';
import { dir, ls } from './ls.ts';
import { lsof } from './lsof.ts';
import { mkdir } from './mkdir.ts';
import { mv } from './mv.ts';
import { chgrp, chown } from './ownership.ts';
import { basename, dirname, mktemp, pwd, readlink, realpath } from './paths.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { df, du } from './space.ts';
import { stat } from './stat.ts';
import { tar } from './tar.ts';
import { touch } from './touch.ts';
import { tree } from './tree.ts';
import { whereis, which } from './which.ts';

const coreutils = [
  basename, cat, chgrp, chmod, chown, cp, dd, df, dir, dirname, du, install, ln, ls, mkdir, mktemp, mv, pwd, readlink, realpath, rm, rmdir, stat, touch, truncate,
];

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...coreutils.map((program) => ({ path: `/usr/bin/${program.name}`, package: 'coreutils', program })),
  { path: '/usr/bin/find', package: 'findutils', program: find },
  { path: '/usr/bin/which', package: 'which', program: which },
  { path: '/usr/bin/whereis', package: 'util-linux-core', program: whereis },
  { path: '/usr/bin/file', package: 'file', program: file },
  { path: '/usr/bin/lsof', package: 'lsof', program: lsof },
  { path: '/usr/bin/tar', package: 'tar', program: tar },
  ...[gunzip, gzip, zcat].map((program) => ({ path: `/usr/bin/${program.name}`, package: 'gzip', program })),
  { path: '/usr/bin/tree', package: 'tree', program: tree },
];

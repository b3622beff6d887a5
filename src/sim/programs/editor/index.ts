// editor: vi, vim and nano, whose screen whoever shows the terminal provides. Knows nothing of that screen.
import type { ProgramFile } from '../../host/program.ts';
import { nano } from './nano.ts';
import { vi, vim } from './vim.ts';

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/bin/vi', package: 'vim-minimal', program: vi },
  { path: '/usr/bin/view', package: 'vim-minimal', program: vi },
  { path: '/usr/bin/vim', package: 'vim-enhanced', program: vim },
  { path: '/usr/bin/nano', package: 'nano', program: nano },
];

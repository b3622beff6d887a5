import type { Program } from '../../host/program.ts';
export const rpm: Program = { name: 'rpm', *run() { return 0; } };

/** Which zone may import which: the table of ARCHITECTURE.md, read by arrows.test.ts. A zone is a path under src/. */
export interface Zone {
  /** What belongs to it, as a regular expression on the path from the root. */
  readonly path: string;
  /** What it may import besides itself, as regular expressions. */
  readonly may: readonly string[];
  /** npm packages it may import. */
  readonly packages?: readonly string[];
}

const base = '^src/base/';
const lab = '^src/lab/';
const facts = '^src/facts/';
const time = '^src/sim/time/';
const protocol = '^src/sim/protocol/';
const host = '^src/sim/host/';
const sim = '^src/sim/';
const course = '^src/course/';

export const ZONES: Readonly<Record<string, Zone>> = {
  base: { path: base, may: [] },
  lab: { path: lab, may: [base] },
  facts: { path: facts, may: [base, lab] },
  'sim/time': { path: time, may: [base] },
  'sim/protocol': { path: protocol, may: [base] },
  'sim/host': { path: host, may: [base, time, protocol] },
  'sim/wire': { path: '^src/sim/wire/', may: [base, time, protocol, host, lab] },
  'sim/shell': { path: '^src/sim/shell/', may: [base, time, protocol, host], packages: ['unbash'] },
  'sim/programs': { path: '^src/sim/programs/', may: [base, time, protocol, host], packages: ['fflate', 'yaml'] },
  'sim/services': { path: '^src/sim/services/', may: [base, facts, time, protocol, host, '^src/sim/services/oslo/'] },
  'sim/packages': {
    path: '^src/sim/packages/', may: [base, time, protocol, host, '^src/sim/shell/', '^src/sim/programs/', '^src/sim/services/'],
  },
  sim: { path: '^src/sim/[^/]+\\.ts$|^src/sim/probes/', may: [base, lab, facts, sim], packages: ['fflate'] },
  v86: { path: '^src/v86/', may: [base, lab, facts], packages: ['v86', 'comlink'] },
  course: { path: course, may: [base, lab], packages: ['zod', 'yaml', 'unified', 'remark-.*', 'rehype-.*', '@types/(mdast|hast|unist)'] },
  ui: { path: '^src/ui/', may: [base, lab, course], packages: ['.*'] },
  'serve-lab': { path: '^src/serve-lab\\.ts$', may: [base, lab], packages: ['comlink'] },
};

/** Folders whose children never import each other: each is a world of its own. */
export const SIBLINGS: readonly string[] = ['^src/sim/services/([^/]+)/', '^src/sim/programs/([^/]+)/'];

/** Folders of pure code: no DOM, no Node, no time or chance but through handles. */
export const PURE: readonly string[] = ['src/base', 'src/lab', 'src/facts', 'src/sim', 'src/course'];

/** What pure code must not say, and what it says instead. */
export const BANNED: readonly { readonly pattern: RegExp; readonly instead: string; readonly except?: readonly string[] }[] = [
  { pattern: /\bDate\.now\b/, instead: 'the clock (sys.nowMs)' },
  { pattern: /\bnew Date\(/, instead: 'calendar() of sim/time/clock', except: ['src/sim/time/clock.ts'] },
  { pattern: /\bDate\.UTC\b/, instead: 'fromCalendar() of sim/time/clock', except: ['src/sim/time/clock.ts'] },
  { pattern: /\bMath\.random\b/, instead: 'the dice (sys.dice)' },
  { pattern: /\bcrypto\.|from 'node:crypto'/, instead: 'the dice, or a hash of host/' },
  { pattern: /\.toLocale\w+\(/, instead: 'a function of base/' },
  { pattern: /\b(setTimeout|setInterval|performance\.now)\b/, instead: 'the agenda (sys.sleep, sys.setTimer)' },
  { pattern: /\bIntl\./, instead: 'a function of base/' },
];

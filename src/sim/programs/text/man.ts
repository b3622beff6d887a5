import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { displayWidth } from '../../host/width.ts';
import type { ManPage } from './man-pages/page.ts';

const MOST_COLUMNS = 80;
const INDENT = 7;

async function loadPages(): Promise<readonly ManPage[]> {
  const [files, system] = await Promise.all([import('./man-pages/files.ts'), import('./man-pages/system.ts')]);
  return [...files.FILE_PAGES, ...system.SYSTEM_PAGES];
}

const ALIASES: Readonly<Record<string, string>> = { vim: 'vi', yum: 'dnf', mariadb: 'mysql', egrep: 'grep', fgrep: 'grep', more: 'less', head: 'tail', 'mariadb-dump': 'mysqldump' };

/** Text in lines of at most `width`, each after `indent` blanks. */
function filled(text: string, indent: number, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width - indent) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${' '.repeat(indent)}${each}\n`).join('');
}

/** The page as man shows it; `bold` draws headings. */
function render(page: ManPage, width: number, bold: (text: string) => string): string {
  const title = `${page.name.toUpperCase()}(${page.section})`;
  const middle = page.section === 5 ? 'File Formats Manual' : page.section === 8 ? 'System Administration' : 'User Commands';
  const gap = Math.max(2, width - 2 * title.length - middle.length);
  const pairs = (list: readonly (readonly [string, string])[]): string => list.map(([term, text]) => `${' '.repeat(INDENT)}${bold(term)}\n${filled(text, INDENT * 2, width)}`).join('\n');
  const part = (name: string, body: string): string => `\n${bold(name)}\n${body}`;
  return `${title}${' '.repeat(Math.floor(gap / 2))}${middle}${' '.repeat(Math.ceil(gap / 2))}${title}\n`
    + part('NAME', filled(`${page.name} - ${page.short}`, INDENT, width))
    + part('SYNOPSIS', page.synopsis.map((form) => `${' '.repeat(INDENT)}${bold(form)}\n`).join(''))
    + part('DESCRIPTION', page.about.map((text) => filled(text, INDENT, width)).join('\n') + (page.options === undefined ? '' : `\n${pairs(page.options)}`))
    + (page.examples === undefined ? '' : part('EXAMPLES', pairs(page.examples)))
    + (page.files === undefined ? '' : part('FILES', pairs(page.files)))
    + (page.seeAlso === undefined ? '' : part('SEE ALSO', filled(page.seeAlso, INDENT, width)))
    + `\nhandstack${' '.repeat(Math.max(2, width - 9 - title.length))}${title}\n`;
}

/** Shows text in the pager, which gets it through a pipe. */
function* inPager(sys: Sys, text: string, page: ManPage): Routine<number> {
  const [read, write] = sys.pipe();
  const prompt = ` Manual page ${page.name}(${page.section}) line %lt (press h for help or q to quit)`;
  const pid = yield* sys.spawn('/usr/bin/less', ['less', '-R', '-P', prompt], { fds: { 0: read, 1: 1, 2: 2 } });
  sys.close(read);
  try {
    yield* sys.write(write, text);
  } finally {
    sys.close(write);
  }
  sys.checkpoint(() => pid);
  return (yield* sys.wait(pid)).status;
}

function* search(sys: Sys, pages: readonly ManPage[], words: readonly string[], isExact: boolean): Routine<number> {
  let status = 0;
  for (const word of words) {
    const found = pages.filter((page) => (isExact ? page.name === word : page.name.includes(word) || page.short.toLowerCase().includes(word.toLowerCase())));
    for (const page of found) yield* sys.write(1, `${`${page.name} (${page.section})`.padEnd(20)} - ${page.short}\n`);
    if (found.length > 0) continue;
    yield* sys.write(2, `${word}: nothing appropriate.\n`);
    status = 16;
  }
  return status;
}

function* showPage(sys: Sys, pages: readonly ManPage[], section: number | null, name: string): Routine<number> {
  const wanted = ALIASES[name] ?? name;
  const page = pages.find((each) => each.name === wanted && (section === null || each.section === section));
  if (page === undefined) {
    yield* sys.write(2, section === null ? `No manual entry for ${name}\n` : `No manual entry for ${name} in section ${section}\n`);
    return 16;
  }
  if (!sys.isTty(1)) {
    yield* sys.write(1, render(page, MOST_COLUMNS, (text) => text));
    return 0;
  }
  const width = Math.min(sys.ttySize(1).columns, MOST_COLUMNS + 20);
  return yield* inPager(sys, render(page, width, (text) => `\x1b[1m${text}\x1b[0m`), page);
}

/** man(1): the lab's own short pages. */
export const man: Program = {
  name: 'man',
  *run(sys, resumed) {
    if (typeof resumed === 'number') return (yield* sys.wait(resumed)).status;
    const words = sys.argv.slice(1);
    const option = words.find((word) => /^-[kfw]$/.test(word));
    const names = words.filter((word) => !word.startsWith('-'));
    if (names.length === 0) {
      yield* sys.write(2, option === '-k' ? 'apropos what?\n' : option === '-f' ? 'whatis what?\n' : "What manual page do you want?\nFor example, try 'man man'.\n");
      return 1;
    }
    const pages = yield* sys.external(loadPages());
    if (option === '-k' || option === '-f') return yield* search(sys, pages, names, option === '-f');
    const section = names.length > 1 && /^\d$/.test(names[0] ?? '') ? Number(names.shift()) : null;
    let status = 0;
    for (const name of names) status = Math.max(status, yield* showPage(sys, pages, section, name));
    return status;
  },
};

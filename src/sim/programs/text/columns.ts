import { Failure, command, complain } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import { curly, shellQuote } from '../../host/quote.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { displayWidth } from '../../host/width.ts';
import { PLAIN_WORDS, eachInput, linesOf, readOperand } from './inputs.ts';

/** nl(1): numbers lines. */
export const nl = command({
  name: 'nl', usage: ['[OPTION]... [FILE]...'], summary: 'Numbers lines; -b a all, t those with text.', version: 'nl (GNU coreutils) 8.32',
  options: { short: 'b:d:f:h:i:l:n:ps:v:w:', long: { 'body-numbering=': 'b', 'line-increment=': 'i', 'number-format=': 'n', 'number-separator=': 's', 'starting-line-number=': 'v', 'number-width=': 'w' } },
  notModelled: ['d', 'f', 'h', 'l', 'p'],
  *run(sys, args) {
    const style = args.last('b') ?? 't';
    if (!/^[atn]$|^p/.test(style)) throw new UsageError(`invalid body numbering style: ${curly(style)}`);
    const [width, step] = [Number(args.last('w') ?? 6), Number(args.last('i') ?? 1)];
    const separator = args.last('s') ?? '\t';
    let next = Number(args.last('v') ?? 1);
    const show = (value: number): string => (args.last('n') === 'ln' ? String(value).padEnd(width) : String(value).padStart(width, args.last('n') === 'rz' ? '0' : ' '));
    const isOk = yield* eachInput(sys, args.operands, PLAIN_WORDS, function* (fd) {
      const text = linesOf(yield* sys.readAll(fd)).map((line) => {
        if (style === 'n' || (style === 't' && line === '')) return `${' '.repeat(width + separator.length)}${line}\n`;
        const numbered = `${show(next)}${separator}${line}\n`;
        next += step;
        return numbered;
      });
      yield* sys.write(1, text.join(''));
    });
    return isOk ? 0 : 1;
  },
});

/** fold(1): breaks long lines. */
export const fold = command({
  name: 'fold', usage: ['[OPTION]... [FILE]...'], summary: 'Breaks lines that are longer than 80 columns (-w); -s at blanks.', version: 'fold (GNU coreutils) 8.32',
  options: { short: 'bsw:', long: { bytes: 'b', spaces: 's', 'width=': 'w' } },
  *run(sys, args) {
    const text = args.last('w') ?? '80';
    if (!/^\d+$/.test(text) || Number(text) < 1) throw new Failure(`invalid number of columns: ${curly(text)}`);
    const width = Number(text);
    const broken = (line: string): string => {
      let out = '';
      let rest = line;
      while (displayWidth(rest) > width) {
        let cut = [...rest].slice(0, width).join('').length;
        const blank = args.has('s') ? rest.slice(0, cut).lastIndexOf(' ') : -1;
        if (blank !== -1) cut = blank + 1;
        out += `${rest.slice(0, cut)}\n`;
        rest = rest.slice(cut);
      }
      return out + rest;
    };
    const isOk = yield* eachInput(sys, args.operands, PLAIN_WORDS, function* (fd) {
      yield* sys.write(1, (yield* sys.readAll(fd)).split('\n').map(broken).join('\n'));
    });
    return isOk ? 0 : 1;
  },
});

function tabber(name: 'expand' | 'unexpand'): ReturnType<typeof command> {
  return command({
    name, usage: ['[OPTION]... [FILE]...'], summary: name === 'expand' ? 'Makes blanks of tabs.' : 'Makes tabs of blanks.', version: `${name} (GNU coreutils) 8.32`,
    options: { short: 'ait:', long: { initial: 'i', all: 'a', 'tabs=': 't' } },
    *run(sys, args) {
      const size = Number(args.last('t') ?? 8);
      if (!Number.isInteger(size) || size < 1) throw new Failure(`tab size contains invalid character(s): ${curly(args.last('t') ?? '')}`);
      const expandLine = (line: string): string => {
        let out = '';
        for (const sign of line) out += sign === '\t' ? ' '.repeat(size - (displayWidth(out) % size)) : sign;
        return out;
      };
      const shrink = (line: string): string => {
        const lead = /^[ \t]*/.exec(line)?.[0] ?? '';
        const columns = displayWidth(expandLine(lead));
        return '\t'.repeat(Math.floor(columns / size)) + ' '.repeat(columns % size) + line.slice(lead.length);
      };
      const isOk = yield* eachInput(sys, args.operands, PLAIN_WORDS, function* (fd) {
        yield* sys.write(1, (yield* sys.readAll(fd)).split('\n').map(name === 'expand' ? expandLine : shrink).join('\n'));
      });
      return isOk ? 0 : 1;
    },
  });
}

export const expand = tabber('expand');
export const unexpand = tabber('unexpand');

function* readMany(sys: Sys, names: readonly string[]): Routine<string[][]> {
  const files: string[][] = [];
  for (const name of names) {
    try {
      files.push(linesOf(yield* readOperand(sys, name)));
    } catch (error) {
      throw new Failure(`${shellQuote(name)}: ${strerror(error)}`);
    }
  }
  return files;
}

/** paste(1): lines side by side. */
export const paste = command({
  name: 'paste', usage: ['[OPTION]... [FILE]...'], summary: 'Puts lines of files side by side; -s the lines of each file in one.', version: 'paste (GNU coreutils) 8.32',
  options: { short: 'd:sz', long: { 'delimiters=': 'd', serial: 's', 'zero-terminated': 'z' } },
  notModelled: ['z'],
  *run(sys, args) {
    const names = args.operands.length === 0 ? ['-'] : args.operands;
    const marks = [...(args.last('d') ?? '\t').replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\\\/g, '\\')].map((sign) => (sign === '\0' ? '' : sign));
    const mark = (index: number): string => marks[index % Math.max(1, marks.length)] ?? '';
    const joined = (parts: readonly string[]): string => `${parts.map((part, index) => (index === 0 ? part : mark(index - 1) + part)).join('')}\n`;
    const inputs = names.filter((name) => name === '-').length;
    const files = yield* readMany(sys, names.filter((name, index) => name !== '-' || names.indexOf('-') === index));
    if (args.has('s')) {
      yield* sys.write(1, files.map(joined).join(''));
      return 0;
    }
    // Several dashes take turns at standard input.
    const stdin = inputs > 0 ? files[names.indexOf('-')] ?? [] : [];
    let used = 0;
    let own = 0;
    const columns = names.map((name): string[] => {
      if (name !== '-') {
        const at = names.slice(0, names.indexOf(name)).filter((each) => each !== '-').length;
        own += 1;
        return files.filter((_, index) => index !== names.indexOf('-') || inputs === 0)[Math.max(at, own - 1)] ?? [];
      }
      used += 1;
      return stdin.filter((_, index) => index % inputs === used - 1);
    });
    const count = Math.max(...columns.map((column) => column.length));
    yield* sys.write(1, Array.from({ length: count }, (_, row) => joined(columns.map((column) => column[row] ?? ''))).join(''));
    return 0;
  },
});

/** join(1): lines of two sorted files with an equal field. */
export const join = command({
  name: 'join', usage: ['[OPTION]... FILE1 FILE2'], summary: 'Joins lines of two sorted files that have the same first field (-1, -2, -t).', version: 'join (GNU coreutils) 8.32',
  options: { short: 'a:e:i1:2:j:o:t:v:z', long: { 'ignore-case': 'i', header: 'header', 'check-order': 'check', 'nocheck-order': 'nocheck' } }, notModelled: ['e', 'o', 'z', 'header'],
  *run(sys, args) {
    const [first, second, extra] = args.operands;
    if (first === undefined) throw new UsageError('missing operand');
    if (second === undefined) throw new UsageError(`missing operand after ${curly(first)}`);
    if (extra !== undefined) throw new UsageError(`extra operand ${curly(extra)}`);
    const separator = args.last('t');
    const out = separator ?? ' ';
    const split = (line: string): string[] => (separator === null ? line.trim().split(/[ \t]+/) : line.split(separator));
    const [a, b] = (yield* readMany(sys, [first, second])).map((lines) => lines.map(split)) as [string[][], string[][]];
    const [x, y] = [Number(args.last('1') ?? args.last('j') ?? 1) - 1, Number(args.last('2') ?? args.last('j') ?? 1) - 1];
    const key = (row: string[], field: number): string => (args.has('i') ? (row[field] ?? '').toLowerCase() : row[field] ?? '');
    const rest = (row: string[], field: number): string[] => row.filter((_, index) => index !== field);
    const lines: string[] = [];
    const matchedB = new Set<number>();
    for (const row of a) {
      const partners = b.flatMap((other, index) => (key(other, y) === key(row, x) ? [[index, other] as const] : []));
      for (const [index, other] of partners) {
        matchedB.add(index);
        if (!args.has('v')) lines.push([row[x] ?? '', ...rest(row, x), ...rest(other, y)].join(out));
      }
      if (partners.length === 0 && (args.all('a').includes('1') || args.all('v').includes('1'))) lines.push([row[x] ?? '', ...rest(row, x)].join(out));
    }
    if (args.all('a').includes('2') || args.all('v').includes('2')) {
      for (const [index, row] of b.entries()) if (!matchedB.has(index)) lines.push([row[y] ?? '', ...rest(row, y)].join(out));
    }
    yield* sys.write(1, lines.map((line) => `${line}\n`).join(''));
    return 0;
  },
});

/** column(1): a list in columns, or with -t a table. */
export const column = command({
  name: 'column', usage: ['[options] [<file>...]'], summary: 'Puts a list into columns; -t makes a table of its fields (between -s).', version: 'column from util-linux 2.37.4', isShortNamed: true,
  options: { short: 'c:xts:o:N:R:nLd', long: { table: 't', 'separator=': 's', 'output-separator=': 'o', 'output-width=': 'c', fillrows: 'x', 'table-columns=': 'N', 'table-right=': 'R', 'keep-empty-lines': 'L', 'table-noheadings': 'd' } },
  *run(sys, args) {
    const lines: string[] = [];
    const words = { open: (name: string) => name, read: (name: string) => name };
    const isOk = yield* eachInput(sys, args.operands, words, function* (fd) {
      lines.push(...linesOf(yield* sys.readAll(fd)).filter((line) => args.has('L') || line.trim() !== ''));
    });
    yield* sys.write(1, args.has('t') ? tableOf(lines, args.last('s'), args.last('o') ?? '  ', args.last('N'), (args.last('R') ?? '').split(',')) : columnsOf(lines, Number(args.last('c') ?? (sys.isTty(1) ? sys.ttySize(1).columns : 80)), args.has('x')));
    return isOk ? 0 : 1;
  },
});

function tableOf(lines: readonly string[], separators: string | null, between: string, names: string | null, right: readonly string[]): string {
  const pattern = separators === null ? /[ \t]+/ : new RegExp(`[${separators.replace(/[\\\]^-]/g, '\\$&')}]`);
  const heads = names === null ? [] : [names.split(',')];
  const rows = [...heads, ...lines.map((line) => (separators === null ? line.trim() : line).split(pattern))];
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) => Math.max(...rows.map((row) => displayWidth(row[index] ?? ''))));
  const isRight = (index: number): boolean => right.includes(String(index + 1)) || right.includes(heads[0]?.[index] ?? '\0');
  return rows.map((row) => `${widths.map((width, index) => {
    const cell = row[index] ?? '';
    const space = ' '.repeat(Math.max(0, width - displayWidth(cell)));
    return isRight(index) ? space + cell : index === count - 1 ? cell : cell + space;
  }).join(between)}\n`).join('');
}

function columnsOf(lines: readonly string[], width: number, acrossRows: boolean): string {
  const longest = Math.max(0, ...lines.map(displayWidth));
  const cell = (Math.floor(longest / 8) + 1) * 8;
  const count = Math.max(1, Math.floor(width / cell));
  if (lines.length === 0) return '';
  if (longest >= width) return lines.map((line) => `${line}\n`).join('');
  const rows = Math.ceil(lines.length / count);
  let text = '';
  for (let row = 0; row < rows; row += 1) {
    const cells = acrossRows ? lines.slice(row * count, (row + 1) * count) : lines.filter((_, index) => index % rows === row);
    text += `${cells.map((line, index) => (index === cells.length - 1 ? line : line + '\t'.repeat(Math.ceil((cell - displayWidth(line)) / 8)))).join('')}\n`;
  }
  return text;
}

/** split(1): a file in pieces of 1000 lines (-l) or so many bytes (-b). */
export const split = command({
  name: 'split', usage: ['[OPTION]... [FILE [PREFIX]]'], summary: 'Cuts a file into pieces PREFIXaa, PREFIXab and so on.', version: 'split (GNU coreutils) 8.32',
  options: { short: 'a:b:C:d::l:n:t:', long: { 'suffix-length=': 'a', 'bytes=': 'b', 'numeric-suffixes=?': 'd', 'lines=': 'l', 'number=': 'n', 'additional-suffix=': 'additional', verbose: 'verbose' } },
  notModelled: ['C', 'n', 't'],
  *run(sys, args) {
    const [name = '-', prefix = 'x'] = args.operands;
    let text: string;
    try {
      text = yield* readOperand(sys, name);
    } catch (error) {
      throw new Failure(`cannot open ${curly(name).replace('‘', "'").replace('’', "'")} for reading: ${strerror(error)}`);
    }
    const length = Number(args.last('a') ?? 2);
    const suffix = (index: number): string => {
      if (args.has('d')) return String(index + Number(args.last('d') ?? 0)).padStart(length, '0');
      return Array.from({ length }, (_, place) => String.fromCharCode(97 + (Math.floor(index / 26 ** (length - 1 - place)) % 26))).join('');
    };
    const bytes = args.last('b');
    const pieces: string[] = [];
    if (bytes !== null) {
      const size = Number(/^\d+/.exec(bytes)?.[0] ?? 0) * ({ k: 1024, K: 1024, M: 1024 ** 2 }[bytes.replace(/^\d+/, '').charAt(0)] ?? 1);
      if (size < 1) throw new Failure(`invalid number of bytes: ${curly(bytes)}`);
      for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
    } else {
      const count = args.last('l') ?? '1000';
      if (!/^\d+$/.test(count) || Number(count) < 1) throw new Failure(`invalid number of lines: ${curly(count)}`);
      const lines = text.split(/(?<=\n)/);
      for (let at = 0; at < lines.length && text !== ''; at += Number(count)) pieces.push(lines.slice(at, at + Number(count)).join(''));
    }
    for (const [index, piece] of pieces.entries()) {
      const path = prefix + suffix(index) + (args.last('additional') ?? '');
      if (args.has('verbose')) yield* sys.write(1, `creating file '${path}'\n`);
      try {
        sys.writeFile(path, piece, { mode: 0o666 });
      } catch (error) {
        yield* complain(sys, `${path}: ${strerror(error)}`);
        return 1;
      }
    }
    return 0;
  },
});

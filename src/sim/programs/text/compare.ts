import { toBytes } from '../../../base/bytes.ts';
import { Failure, command, complain } from '../../host/command.ts';
import { collation } from '../../host/collate.ts';
import { strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import { curly, shellQuote } from '../../host/quote.ts';
import { linesOf, readOperand } from './inputs.ts';

/** cmp(1): the first byte that differs. */
export const cmp = command({
  name: 'cmp', usage: ['[OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]'], summary: 'Compares two files byte by byte.', version: 'cmp (GNU diffutils) 3.7', isShortNamed: true, usageStatus: 2, hint: "cmp: Try 'cmp --help' for more information.",
  options: { short: 'bci:ln:s', long: { 'print-bytes': 'b', 'ignore-initial=': 'i', verbose: 'l', 'bytes=': 'n', quiet: 's', silent: 's' } }, notModelled: ['b', 'i'],
  *run(sys, args) {
    const [first, second = '-'] = args.operands;
    if (first === undefined) throw new UsageError("missing operand after 'cmp'");
    const texts: string[] = [];
    for (const name of [first, second]) {
      try {
        texts.push(yield* readOperand(sys, name));
      } catch (error) {
        if (!args.has('s')) yield* complain(sys, `${name}: ${strerror(error)}`);
        return 2;
      }
    }
    const [a, b] = texts.map(toBytes) as [Uint8Array, Uint8Array];
    const most = Math.min(a.length, b.length, args.has('n') ? Number(args.last('n')) : Infinity);
    let [line, status] = [1, 0];
    for (let at = 0; at < most; at += 1) {
      if (a[at] !== b[at]) {
        if (args.has('s')) return 1;
        if (!args.has('l')) {
          yield* sys.write(1, `${first} ${second} differ: byte ${at + 1}, line ${line}\n`);
          return 1;
        }
        yield* sys.write(1, `${at + 1} ${(a[at] ?? 0).toString(8).padStart(3)} ${(b[at] ?? 0).toString(8).padStart(3)}\n`);
        status = 1;
      }
      if (a[at] === 10) line += 1;
    }
    if (a.length !== b.length && most === Math.min(a.length, b.length)) {
      const shorter = a.length < b.length ? first : second;
      const end = most === 0 ? `which is empty` : `after byte ${most}${args.has('l') ? '' : `, ${a[most - 1] === 10 ? `line ${line - 1}` : `in line ${line}`}`}`;
      if (!args.has('s')) yield* sys.write(2, `cmp: EOF on ${shorter} ${end}\n`);
      return 1;
    }
    return status;
  },
});

/** comm(1): lines of two sorted files, in three columns. */
export const comm = command({
  name: 'comm', usage: ['[OPTION]... FILE1 FILE2'], summary: 'Shows what two sorted files have alone and together.', version: 'comm (GNU coreutils) 8.32',
  options: { short: '123z', long: { 'check-order': 'check', 'nocheck-order': 'nocheck', 'output-delimiter=': 'delimiter', total: 'total', 'zero-terminated': 'z' } },
  notModelled: ['z'],
  *run(sys, args) {
    const [first, second, extra] = args.operands;
    if (first === undefined) throw new UsageError('missing operand');
    if (second === undefined) throw new UsageError(`missing operand after ${curly(first)}`);
    if (extra !== undefined) throw new UsageError(`extra operand ${curly(extra)}`);
    const files: string[][] = [];
    for (const name of [first, second]) {
      try {
        files.push(linesOf(yield* readOperand(sys, name)));
      } catch (error) {
        throw new Failure(`${shellQuote(name)}: ${strerror(error)}`);
      }
    }
    const [a, b] = files as [string[], string[]];
    const compare = collation(sys);
    const tab = args.last('delimiter') ?? '\t';
    const lead = [args.has('1'), args.has('2'), args.has('3')];
    const columns = [lead[0] === true ? null : '', lead[1] === true ? null : lead[0] === true ? '' : tab,
      lead[2] === true ? null : (lead[0] === true ? '' : tab) + (lead[1] === true ? '' : tab)];
    let [i, j, text] = [0, 0, ''];
    const counts = [0, 0, 0];
    while (i < a.length || j < b.length) {
      const order = i >= a.length ? 1 : j >= b.length ? -1 : compare(a[i] ?? '', b[j] ?? '');
      const column = order < 0 ? 0 : order > 0 ? 1 : 2;
      counts[column] = (counts[column] ?? 0) + 1;
      const prefix = columns[column];
      if (prefix !== null && prefix !== undefined) text += `${prefix}${(order > 0 ? b[j] : a[i]) ?? ''}\n`;
      if (order <= 0) i += 1;
      if (order >= 0) j += 1;
    }
    if (args.has('total')) text += `${counts.join(tab)}${tab}total\n`;
    yield* sys.write(1, text);
    const disorder = [a, b].findIndex((lines) => lines.some((line, index) => index > 0 && compare(lines[index - 1] ?? '', line) > 0));
    if (disorder === -1 || args.has('nocheck')) return 0;
    yield* complain(sys, `file ${disorder + 1} is not in sorted order`);
    yield* complain(sys, 'input is not in sorted order');
    return 1;
  },
});

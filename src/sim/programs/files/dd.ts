import { byteLength, fromBytes, toBytes } from '../../../base/bytes.ts';
import { Failure, command, complain, ownName, statOrNull } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import { humanSize, parseSize } from '../../host/human.ts';
import type { Program } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';

const KNOWN = ['if', 'of', 'bs', 'ibs', 'obs', 'cbs', 'count', 'skip', 'seek', 'conv', 'status', 'iflag', 'oflag'];

/** A number of bytes or blocks: `4`, `1M`, `512c`, `2x3`; null when it is none. */
function parseCount(text: string): number | null {
  const parts = text.split('x').map((part) => (/^\d+c$/.test(part) ? Number(part.slice(0, -1)) : /^\d+w$/.test(part) ? 2 * Number(part.slice(0, -1)) : parseSize(part)));
  return parts.reduce<number | null>((product, part) => (product === null || part === null ? null : product * part), 1);
}

const amount = (bytes: number): string => {
  const decimal = humanSize(bytes, 1000).replace(/([kMGT])$/, ' $1B');
  const binary = humanSize(bytes).replace(/([KMGT])$/, ' $1iB');
  return bytes < 1000 ? `${bytes} byte${bytes === 1 ? '' : 's'}` : bytes < 1024 ? `${bytes} bytes (${decimal})` : `${bytes} bytes (${decimal}, ${binary})`;
};

/** dd(1): copies blocks; the speed it tells is that of the simulated disk. */
export const dd: Program = {
  name: 'dd',
  *run(sys) {
    const name = ownName(sys, { name: 'dd' });
    const values: Record<string, string> = {};
    for (const word of sys.argv.slice(1)) {
      const at = word.indexOf('=');
      const key = at === -1 ? word : word.slice(0, at);
      if (at === -1 || !KNOWN.includes(key)) {
        yield* sys.write(2, `${name}: unrecognized operand ${curly(word)}\nTry '${name} --help' for more information.\n`);
        return 1;
      }
      values[key] = word.slice(at + 1);
    }
    const number = (key: string, otherwise: number): number => {
      const text = values[key];
      const value = text === undefined ? otherwise : parseCount(text);
      if (value === null) throw new Failure(`invalid number: ${curly(text ?? '')}`);
      return value;
    };
    try {
      const bs = number('bs', number('ibs', 512));
      const [count, skip, seek] = [number('count', Infinity), number('skip', 0), number('seek', 0)];
      const conversions = (values['conv'] ?? '').split(',');
      const input = values['if'];
      let [fd, to] = [0, 1];
      try {
        if (input !== undefined) fd = sys.open(input, { read: true });
      } catch (error) {
        throw new Failure(`failed to open ${shellQuoteAlways(input ?? '')}: ${strerror(error)}`);
      }
      const output = values['of'];
      try {
        if (output !== undefined) to = sys.open(output, { write: true, create: true, truncate: !conversions.includes('notrunc') && seek === 0 });
      } catch (error) {
        throw new Failure(`failed to open ${shellQuoteAlways(output ?? '')}: ${strerror(error)}`);
      }
      if (seek > 0 && output !== undefined && statOrNull(sys, output)?.type === 'file') sys.seek(to, seek * bs, 'start');
      let [whole, partial, total, skipped] = [0, 0, 0, skip * bs];
      while (whole + partial < count) {
        let block = toBytes(yield* sys.read(fd, bs));
        while (block.length > 0 && block.length < bs && input !== undefined) {
          const more = toBytes(yield* sys.read(fd, bs - block.length));
          if (more.length === 0) break;
          block = Uint8Array.from([...block, ...more]);
        }
        if (block.length === 0) break;
        if (skipped > 0) {
          skipped -= block.length;
          continue;
        }
        if (block.length === bs) whole += 1;
        else partial += 1;
        const text = fromBytes(block);
        yield* sys.write(to, conversions.includes('ucase') ? text.toUpperCase() : conversions.includes('lcase') ? text.toLowerCase() : text);
        total += byteLength(text);
      }
      const seconds = Math.max(total / 1.2e9, 0.0001);
      if (total > 10e6) yield* sys.work(seconds * 1000);
      if (values['status'] === 'none') return 0;
      yield* sys.write(2, `${whole}+${partial} records in\n${whole}+${partial} records out\n`);
      if (values['status'] !== 'noxfer') yield* sys.write(2, `${amount(total)} copied, ${Number(seconds.toPrecision(6))} s, ${humanSize(Math.round(total / seconds), 1000).replace(/([kMGT])$/, ' $1B')}/s\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      yield* complain(sys, error.message);
      return 1;
    }
  },
};

/** truncate(1). */
export const truncate = command({
  name: 'truncate', usage: ['OPTION... FILE...'], summary: 'Makes files SIZE long (-s), longer by + or shorter by -.', version: 'truncate (GNU coreutils) 8.32',
  options: { short: 'cor:s:', long: { 'no-create': 'c', 'io-blocks': 'o', 'reference=': 'r', 'size=': 's' } }, notModelled: ['o'],
  *run(sys, args) {
    const [text, reference] = [args.last('s'), args.last('r')];
    if (text === null && reference === null) throw new UsageError("you must specify either ‘--size’ or ‘--reference’");
    if (args.operands.length === 0) throw new UsageError('missing file operand');
    const matched = /^\s*([-+<>/%]?)(.*)$/.exec(text ?? '');
    const amountOf = parseSize(matched?.[2] ?? '');
    if (text !== null && amountOf === null) throw new Failure(`Invalid number: ${curly(matched?.[2] ?? '')}`);
    let status = 0;
    for (const path of args.operands) {
      const old = statOrNull(sys, path);
      if (old === null && args.has('c')) continue;
      try {
        const bytes = old === null ? new Uint8Array() : toBytes(sys.readFile(path));
        const base = reference === null ? bytes.length : sys.stat(reference).sizeBytes;
        const value = amountOf ?? 0;
        const size = text === null ? base : { '': value, '+': base + value, '-': Math.max(0, base - value), '<': Math.min(base, value), '>': Math.max(base, value), '/': base - (base % value), '%': Math.ceil(base / value) * value }[matched?.[1] as ''];
        sys.writeFile(path, fromBytes(bytes.subarray(0, size)) + '\0'.repeat(Math.max(0, size - bytes.length)), { mode: 0o666 });
      } catch (error) {
        yield* complain(sys, `cannot open ${shellQuoteAlways(path)} for writing: ${strerror(error)}`);
        status = 1;
      }
    }
    return status;
  },
});

import { fromBytes, toBytes } from '../../../base/bytes.ts';
import { fromStrictBase64, toBase64 } from '../../../base/base64.ts';
import { Failure, command, complain } from '../../host/command.ts';
import { md5, sha1, sha256, sha512 } from '../../host/digest.ts';
import { strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import { curly, shellQuote } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { linesOf, readOperand } from './inputs.ts';

type Digest = (bytes: Uint8Array) => string;

function* digestOf(sys: Sys, name: string, digest: Digest): Routine<string | null> {
  try {
    return digest(toBytes(yield* readOperand(sys, name)));
  } catch (error) {
    yield* complain(sys, `${shellQuote(name)}: ${strerror(error)}`);
    return null;
  }
}

/** -c: the sums in a list against the files it names. */
function* check(sys: Sys, list: string, digest: Digest, label: string, isQuiet: boolean, isSilent: boolean): Routine<number> {
  let text: string;
  try {
    text = yield* readOperand(sys, list);
  } catch (error) {
    yield* complain(sys, `${shellQuote(list)}: ${strerror(error)}`);
    return 1;
  }
  let [wrong, unread, badLines, good] = [0, 0, 0, 0];
  for (const line of linesOf(text)) {
    const matched = /^\\?([0-9a-fA-F]+) [ *](.+)$/.exec(line);
    if (matched === null) {
      badLines += 1;
      continue;
    }
    const [, wanted = '', name = ''] = matched;
    const saw = yield* digestOf(sys, name, digest);
    if (saw === null) unread += 1;
    const isEqual = saw === wanted.toLowerCase();
    if (saw !== null && !isEqual) wrong += 1;
    if (isEqual) good += 1;
    if (!isSilent && !(isQuiet && isEqual)) yield* sys.write(1, `${name}: ${saw === null ? 'FAILED open or read' : isEqual ? 'OK' : 'FAILED'}\n`);
  }
  if (good + wrong + unread === 0) {
    yield* complain(sys, `${list}: no properly formatted ${label} checksum lines found`);
    return 1;
  }
  const warn = function* (count: number, one: string, many: string): Routine<void> {
    if (count > 0 && !isSilent) yield* complain(sys, `WARNING: ${count} ${count === 1 ? one : many}`);
  };
  yield* warn(badLines, 'line is improperly formatted', 'lines are improperly formatted');
  yield* warn(unread, 'listed file could not be read', 'listed files could not be read');
  yield* warn(wrong, 'computed checksum did NOT match', 'computed checksums did NOT match');
  return wrong + unread > 0 ? 1 : 0;
}

function summer(name: string, label: string, digest: Digest): Program {
  return command({
    name, usage: ['[OPTION]... [FILE]...'], summary: `Prints or (-c) checks ${label} sums of files.`, version: `${name} (GNU coreutils) 8.32`,
    options: { short: 'bctwz', long: { binary: 'b', check: 'c', tag: 'tag', text: 't', zero: 'z', 'ignore-missing': 'ignore-missing', quiet: 'quiet', status: 'status', strict: 'strict', warn: 'w' } },
    notModelled: ['z'],
    *run(sys, args) {
      const names = args.operands.length === 0 ? ['-'] : args.operands;
      let status = 0;
      for (const path of names) {
        if (args.has('c')) {
          status = Math.max(status, yield* check(sys, path, digest, label, args.has('quiet'), args.has('status')));
          continue;
        }
        const sum = yield* digestOf(sys, path, digest);
        if (sum === null) status = 1;
        else yield* sys.write(1, args.has('tag') ? `${label} (${path}) = ${sum}\n` : `${sum} ${args.has('b') ? '*' : ' '}${path}\n`);
      }
      return status;
    },
  });
}

export const md5sum = summer('md5sum', 'MD5', md5);
export const sha1sum = summer('sha1sum', 'SHA1', sha1);
export const sha256sum = summer('sha256sum', 'SHA256', sha256);
export const sha512sum = summer('sha512sum', 'SHA512', sha512);

/** base64(1). */
export const base64Program = command({
  name: 'base64', usage: ['[OPTION]... [FILE]'], summary: 'Writes a file in base64; -d reads base64.', version: 'base64 (GNU coreutils) 8.32',
  options: { short: 'diw:', long: { decode: 'd', 'ignore-garbage': 'i', 'wrap=': 'w' } },
  *run(sys, args) {
    const [name = '-', extra] = args.operands;
    if (extra !== undefined) throw new UsageError(`extra operand ${curly(extra)}`);
    const wrap = args.last('w') ?? '76';
    if (!/^\d+$/.test(wrap)) throw new Failure(`invalid wrap size: ${curly(wrap)}`);
    let text: string;
    try {
      text = yield* readOperand(sys, name);
    } catch (error) {
      throw new Failure(`${strerror(error) === 'Is a directory' ? 'read error' : shellQuote(name)}: ${strerror(error)}`);
    }
    if (!args.has('d')) {
      const coded = toBase64(toBytes(text));
      yield* sys.write(1, Number(wrap) === 0 ? coded : coded.replace(new RegExp(`.{1,${wrap}}`, 'g'), '$&\n'));
      return 0;
    }
    const plain = text.replace(args.has('i') ? /[^A-Za-z0-9+/=]/g : /\n/g, '');
    const bytes = fromStrictBase64(plain);
    if (bytes === null) {
      const good = fromStrictBase64((/^[A-Za-z0-9+/]*/.exec(plain)?.[0] ?? '').replace(/(?:.{4})*$/, '$&')) ?? fromStrictBase64((/^(?:[A-Za-z0-9+/]{4})*/.exec(plain)?.[0] ?? ''));
      yield* sys.write(1, fromBytes(good ?? new Uint8Array()));
      throw new Failure('invalid input');
    }
    yield* sys.write(1, fromBytes(bytes));
    return 0;
  },
});

import { SysError } from '../../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../../host/getopt.ts';
import type { Program, Routine } from '../../../host/program.ts';
import { defaultBits, fingerprint, isKeyType, keyLabel, makeKeyPair, randomArt, readPrivateKey, readPublicLine, type KeyPair, type KeyType } from '../../../host/ssh-key.ts';
import type { Sys } from '../../../host/sys.ts';
import { askAtTerminal } from './ask.ts';
import { readLines } from './options.ts';

const USAGE = 'usage: ssh-keygen [-q] [-a rounds] [-b bits] [-C comment] [-f output_keyfile]\n'
  + '                  [-m format] [-N new_passphrase] [-O option]\n'
  + '                  [-t dsa | ecdsa | ecdsa-sk | ed25519 | ed25519-sk | rsa]\n'
  + '       ssh-keygen -y [-f input_keyfile]\n       ssh-keygen -l [-v] [-f input_keyfile]\n'
  + '       ssh-keygen -F hostname [-lv] [-f known_hosts_file]\n       ssh-keygen -R hostname [-f known_hosts_file]\n';

/** ssh-keygen of OpenSSH 8.7: makes keys, shows fingerprints, tends known_hosts. */
export const sshKeygen: Program = {
  name: 'ssh-keygen',
  *run(sys) {
    let args: ParsedOptions;
    try {
      args = getopt(sys.argv.slice(1), { short: 'ABHLQUXceghiklopquvyC:D:E:F:I:K:M:N:O:P:R:V:W:Y:Z:a:b:f:j:m:n:r:s:t:w:z:' });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `${error.message.replace('invalid option', 'unknown option')}\n${USAGE}`);
      return 1;
    }
    const host = args.last('R') ?? args.last('F');
    if (host !== null) return yield* tendHosts(sys, args, host, args.has('R'));
    if (args.has('l')) return yield* showFingerprint(sys, args);
    if (args.has('y')) return yield* showPublic(sys, args);
    if (['A', 'H', 'L', 'Q', 'i', 'e', 'p', 'c', 's', 'D', 'k', 'Y'].some((letter) => args.has(letter))) {
      yield* sys.write(2, 'handstack: ssh-keygen: this option is not modelled\n');
      return 1;
    }
    return yield* generate(sys, args);
  },
};

const homeOf = (sys: Sys): string => sys.accounts.byUid(sys.credentials.uid)?.home ?? '/';

function* generate(sys: Sys, args: ParsedOptions): Routine<number> {
  const type = args.last('t') ?? 'rsa';
  if (!isKeyType(type)) {
    yield* sys.write(2, `unknown key type ${type}\n`);
    return 255;
  }
  const bits = type === 'rsa' ? Number(args.last('b') ?? defaultBits(type)) : defaultBits(type);
  if (type === 'rsa' && (!Number.isInteger(bits) || bits < 1024 || bits > 16384)) {
    yield* sys.write(2, Number.isInteger(bits) && bits < 1024 ? 'Invalid RSA key length: minimum is 1024 bits\n' : `Bits has bad value ${args.last('b') ?? ''} (too large)\n`);
    return 255;
  }
  const isQuiet = args.has('q');
  if (!isQuiet) yield* sys.write(1, `Generating public/private ${type} key pair.\n`);
  const path = yield* choosePath(sys, args, type, isQuiet);
  if (path === null) return 1;
  const passphrase = args.last('N') ?? (yield* newPassphrase(sys));
  if (passphrase.length > 0 && passphrase.length < 5) {
    yield* sys.write(2, 'Saving key "' + path + '" failed: passphrase is too short (minimum five characters)\n');
    return 1;
  }
  yield* sys.work(type === 'rsa' ? 300 : 20);
  const account = sys.accounts.byUid(sys.credentials.uid)?.name ?? 'root';
  const pair = makeKeyPair(sys.dice, type, bits, args.last('C') ?? `${account}@${sys.hostname}`, passphrase);
  return yield* save(sys, pair, path, isQuiet);
}

function* choosePath(sys: Sys, args: ParsedOptions, type: KeyType, isQuiet: boolean): Routine<string | null> {
  const standard = `${homeOf(sys)}/.ssh/id_${type}`;
  let path = args.last('f');
  if (path === null) {
    yield* sys.write(1, `Enter file in which to save the key (${standard}): `);
    const answer = ((yield* sys.readLine(0)) ?? '').trim();
    path = answer === '' ? standard : answer;
  }
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  if (folder === `${homeOf(sys)}/.ssh` && !sys.exists(folder)) {
    sys.mkdir(folder, 0o700);
    if (!isQuiet) yield* sys.write(1, `Created directory '${folder}'.\n`);
  }
  if (!sys.exists(path)) return path;
  yield* sys.write(1, `${path} already exists.\nOverwrite (y/n)? `);
  return /^y/i.test((yield* sys.readLine(0)) ?? '') ? path : null;
}

function* newPassphrase(sys: Sys): Routine<string> {
  for (;;) {
    const first = (yield* askAtTerminal(sys, 'Enter passphrase (empty for no passphrase): ', true)) ?? '';
    const second = (yield* askAtTerminal(sys, 'Enter same passphrase again: ', true)) ?? '';
    if (first === second) return first;
    yield* sys.write(1, 'Passphrases do not match.  Try again.\n');
  }
}

function* save(sys: Sys, pair: KeyPair, path: string, isQuiet: boolean): Routine<number> {
  try {
    if (sys.exists(path)) sys.unlink(path);
    sys.writeFile(path, pair.privateText, { mode: 0o600 });
    sys.writeFile(`${path}.pub`, `${pair.publicLine}\n`, { mode: 0o644 });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* sys.write(2, `Saving key "${path}" failed: ${error.text}\n`);
    return 1;
  }
  if (isQuiet) return 0;
  const key = readPublicLine(pair.publicLine);
  if (key === null) return 1;
  yield* sys.write(1, `Your identification has been saved in ${path}\nYour public key has been saved in ${path}.pub\n`
    + `The key fingerprint is:\n${fingerprint(key.blob)} ${key.comment}\nThe key's randomart image is:\n${randomArt(key.blob, pair.type, pair.bits)}\n`);
  return 0;
}

function* showFingerprint(sys: Sys, args: ParsedOptions): Routine<number> {
  const path = args.last('f') ?? `${homeOf(sys)}/.ssh/id_rsa.pub`;
  const file = sys.exists(`${path}.pub`) ? `${path}.pub` : path;
  if (!sys.exists(file)) {
    yield* sys.write(2, `ssh-keygen: ${path}: No such file or directory\n`);
    return 255;
  }
  const text = readLines(sys, file);
  const lines = text.flatMap((line) => readPublicLine(line) ?? []);
  if (lines.length === 0) {
    yield* sys.write(2, `${path} is not a public key file.\n`);
    return 255;
  }
  for (const { blob, type, comment } of lines) {
    const bits = type === 'rsa' ? (blob.length > 600 ? 4096 : blob.length > 450 ? 3072 : 2048) : defaultBits(type);
    yield* sys.write(1, `${bits} ${fingerprint(blob)} ${comment === '' ? 'no comment' : comment} (${keyLabel(type)})\n`);
    if (args.has('v')) yield* sys.write(1, `${randomArt(blob, type, bits)}\n`);
  }
  return 0;
}

function* showPublic(sys: Sys, args: ParsedOptions): Routine<number> {
  const path = args.last('f') ?? `${homeOf(sys)}/.ssh/id_rsa`;
  if (!sys.exists(path)) {
    yield* sys.write(2, `${path}: No such file or directory\n`);
    return 255;
  }
  const key = readPrivateKey(readLines(sys, path).join('\n'));
  if (key === null) {
    yield* sys.write(2, `Load key "${path}": error in libcrypto\n`);
    return 255;
  }
  yield* sys.write(1, `${key.publicLine.trimEnd()}\n`);
  return 0;
}

/** `-F host` finds, `-R host` removes a host's keys in known_hosts. */
function* tendHosts(sys: Sys, args: ParsedOptions, host: string, isRemoval: boolean): Routine<number> {
  const path = args.last('f') ?? `${homeOf(sys)}/.ssh/known_hosts`;
  if (!sys.exists(path)) {
    yield* sys.write(2, `Cannot stat ${path}: No such file or directory\n`);
    return 255;
  }
  const text = sys.readFile(path);
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => ((line.split(' ')[0] ?? '').split(',').includes(host) ? [index] : []));
  if (found.length === 0) {
    if (isRemoval) yield* sys.write(1, `Host ${host} not found in ${path}\n`);
    return isRemoval ? 0 : 1;
  }
  for (const index of found) {
    const type = readPublicLine(lines[index] ?? '')?.type;
    yield* sys.write(1, `# Host ${host} found: line ${index + 1}${isRemoval || type === undefined ? '' : ' '}\n${isRemoval ? '' : `${lines[index] ?? ''}\n`}`);
  }
  if (!isRemoval) return 0;
  sys.writeFile(`${path}.old`, text, { mode: 0o600 });
  sys.writeFile(path, lines.filter((_line, index) => !found.includes(index)).join('\n'));
  yield* sys.write(1, `${path} updated.\nOriginal contents retained as ${path}.old\n`);
  return 0;
}

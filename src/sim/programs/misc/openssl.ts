import { fromBytes } from '../../../base/bytes.ts';
import { toBase64 } from '../../../base/base64.ts';
import { hashPassword, makeSalt } from '../../host/password-hash.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

const VERSION = 'OpenSSL 3.0.7 1 Nov 2022 (Library: OpenSSL 3.0.7 1 Nov 2022)\n';
/** Sub-commands that exist; the rest is a typing mistake. */
const KNOWN = ('asn1parse ca ciphers cmp cms crl crl2pkcs7 dgst dhparam dsa dsaparam ec ecparam enc engine errstr fipsinstall gendsa genpkey genrsa help info kdf list '
  + 'mac nseq ocsp passwd pkcs12 pkcs7 pkcs8 pkey pkeyparam pkeyutl prime rand rehash req rsa rsautl s_client s_server s_time sess_id smime speed spkac srp storeutl ts '
  + 'verify version x509 md5 sha1 sha256 sha512 base64').split(' ');

function* rand(sys: Sys, args: readonly string[]): Routine<number> {
  const [count, ...more] = args.filter((arg) => !arg.startsWith('-'));
  const wrong = args.find((arg) => arg.startsWith('-') && !['-hex', '-base64'].includes(arg));
  if (wrong !== undefined) {
    yield* sys.write(2, wrong === '-out' || wrong === '-writerand' || wrong === '-rand' ? `handstack: openssl rand: option ${wrong} is not modelled\n`
      : `rand: Unknown option: ${wrong}\nrand: Use -help for summary.\n`);
    return 1;
  }
  if (more.length > 0 || /^0+$/.test(count ?? '')) {
    yield* sys.write(2, 'rand: Use -help for summary.\n');
    return 1;
  }
  if (count !== undefined && !/^\d+$/.test(count)) {
    yield* sys.write(2, `rand: Can't parse "${count}" as a number\nrand: Use -help for summary.\n`);
    return 1;
  }
  const bytes = Uint8Array.from({ length: Number(count ?? 0) }, () => sys.dice.between(0, 255));
  if (args.includes('-hex')) yield* sys.write(1, `${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}\n`);
  else if (args.includes('-base64')) yield* sys.write(1, `${toBase64(bytes).replace(/(.{64})(?=.)/g, '$1\n')}\n`);
  else yield* sys.write(1, fromBytes(bytes));
  return 0;
}

function* passwd(sys: Sys, args: readonly string[]): Routine<number> {
  const salt = args.includes('-salt') ? args[args.indexOf('-salt') + 1] ?? '' : makeSalt(sys.dice);
  const words = args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-salt');
  const password = words[0] ?? (args.includes('-stdin') ? (yield* sys.readLine(0))?.replace(/\n$/, '') ?? '' : null);
  if (password === null || !args.includes('-6')) {
    yield* sys.write(2, 'handstack: openssl passwd: only -6 with a password is modelled\n');
    return 1;
  }
  yield* sys.write(1, `${hashPassword(password, salt)}\n`);
  return 0;
}

/** openssl(1): rand, version, and passwd -6 with this world's own hash. */
export const openssl: Program = {
  name: 'openssl',
  *run(sys) {
    const [command, ...args] = sys.argv.slice(1);
    if (command === 'rand') return yield* rand(sys, args);
    if (command === 'passwd') return yield* passwd(sys, args);
    if (command === 'version') {
      yield* sys.write(1, VERSION);
      return 0;
    }
    if (command === undefined || command === 'help') {
      yield* sys.write(1, `help:\n\nCommands modelled here: rand, passwd -6, version\n`);
      return 0;
    }
    yield* sys.write(2, KNOWN.includes(command) ? `handstack: openssl: command ${command} is not modelled\n`
      : `Invalid command '${command}'; type "help" for a list.\n`);
    return 1;
  },
};

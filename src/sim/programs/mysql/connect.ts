// How the clients reach the server: options to target, password prompts.
import { buildOf, type Build } from '../../host/mysql/build.ts';
import { isLocal, type MysqlTarget } from '../../host/mysql/connection.ts';
import { askSecret } from '../../host/password-prompt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { COMMON, OptionError, parseOptions, type OptionSpec, type Parsed } from './options.ts';

/** A client as its table says it. */
export interface Client {
  readonly name: string;
  /** Version in its first line, e.g. `15.1`. */
  readonly version: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  readonly groups: readonly string[];
  /** Follows the version line's build, e.g. ` using readline 5.1`. */
  readonly suffix?: string;
  run(sys: Sys, options: Parsed, build: Build): Routine<number>;
}

export const clientBuild = (sys: Sys): Build => buildOf(sys, 'MariaDB-client');

/** `mysql  Ver 15.1 Distrib 10.6.22-MariaDB, for Linux (x86_64) using readline 5.1`. */
export const versionLine = (name: string, client: Client, build: Build): string =>
  `${name}  Ver ${client.version} Distrib ${build.version}, for ${build.system} (x86_64)${client.suffix ?? ''}`;

/** Makes a program of a client: options, wrong calls, --version, --help. */
export function makeClient(client: Client): Program {
  return {
    name: client.name,
    *run(sys) {
      const build = clientBuild(sys);
      const specs = [...COMMON, ...client.options];
      try {
        const options = yield* parseOptions(sys, specs, client.groups);
        const name = sys.argv[0] ?? client.name;
        if (options.has('version')) {
          yield* sys.write(1, `${versionLine(name, client, build)}\n`);
          return 0;
        }
        if (options.has('help')) {
          yield* sys.write(1, helpText(name, client, specs, build));
          return 0;
        }
        return yield* client.run(sys, options, build);
      } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        if (error.message !== '') yield* sys.write(2, `${error.message}\n`);
        return error.status;
      }
    },
  };
}

/** Usage and options, in our own words. */
export function helpText(name: string, client: Client, specs: readonly OptionSpec[], build: Build): string {
  const lines = specs.map(({ name: long, short, takes }) => `  ${short === undefined ? '   ' : `-${short.charAt(0)},`} --${long}${takes === 'req' ? '=…' : takes === 'opt' ? '[=…]' : ''}`);
  return `${versionLine(name, client, build)}\nCopyright (c) 2000, 2018, Oracle, MariaDB Corporation Ab and others.\n\n${client.summary}\n`
    + `Usage: ${name} ${client.usage}\n\nDefault options are read from the following files in the given order:\n/etc/my.cnf ~/.my.cnf \n`
    + `The following groups are read: ${client.groups.join(' ')}\n\n${lines.join('\n')}\n`;
}

/** Asks for the password that `-p` announced; what stands in options or MYSQL_PWD otherwise. */
export function* passwordOf(sys: Sys, options: Parsed): Routine<string | null> {
  const isGiven = options.given.some(({ name }) => name === 'password');
  const value = options.last('password');
  if (!isGiven) return sys.env.MYSQL_PWD ?? null;
  if (value !== null) return value === '0' ? null : value;
  return (yield* askSecret(sys, 'Enter password: ')) ?? '';
}

/** Characters of the terminal, as the clients find out from the locale. */
export function localeCharset(sys: Sys): string {
  const locale = sys.env.LC_ALL ?? sys.env.LC_CTYPE ?? sys.env.LANG ?? '';
  return /utf-?8/i.test(locale) ? 'utf8mb3' : 'latin1';
}

const PROTOCOLS = ['TCP', 'SOCKET', 'PIPE'];

/** Where to connect to, as the options say. */
export function* targetOf(sys: Sys, options: Parsed, build: Build, program: string): Routine<MysqlTarget> {
  const protocol = options.last('protocol');
  const known = protocol === null ? null : PROTOCOLS.find((name) => name.startsWith(protocol.toUpperCase()));
  if (known === undefined) throw new OptionError(`Unknown option to protocol: ${protocol ?? ''}\nAlternatives are: 'TCP','SOCKET','PIPE'`, 1);
  const host = options.last('host');
  const port = options.last('port');
  const timeout = options.last('connect-timeout');
  return {
    ...(host === null || known === 'SOCKET' ? {} : { host }), ...(port === null || port === '0' ? {} : { port: Number(port) }),
    socket: options.last('socket') ?? build.socket, user: options.last('user') ?? accountName(sys), password: yield* passwordOf(sys, options),
    program, charset: options.last('default-character-set')?.replace(/^auto$/, localeCharset(sys)) ?? localeCharset(sys),
    ...(timeout === null || timeout === '0' ? {} : { timeoutMs: Number(timeout) * 1000 }), ...(known === 'TCP' ? { isTcp: true } : {}),
  };
}

const accountName = (sys: Sys): string => (sys.credentials.uid === 0 ? 'root' : sys.accounts.byUid(sys.credentials.uid)?.name ?? sys.env.USER ?? 'UNKNOWN_USER');

/** `Localhost via UNIX socket`, `controller via TCP/IP`. */
export const connectionText = (target: MysqlTarget): string =>
  isLocal(target) ? 'Localhost via UNIX socket' : `${target.host ?? 'localhost'} via TCP/IP`;

import { joinPath } from '../../../host/path.ts';
import { DirectiveError, addressOf } from './args.ts';
import { ConfigError, type Directive } from './directive.ts';
import type { AliasRule } from './settings.ts';
import { fromRoot } from './tree.ts';
import { daemonOf } from './wsgi-daemon.ts';
import type { Place } from './walk.ts';

type Apply = (place: Place, words: readonly string[], directive: Directive) => void;

const on = (word: string | undefined): boolean => word?.toLowerCase() === 'on';
const LEVELS = /^(\w+:)?(emerg|alert|crit|error|warn|notice|info|debug|trace[1-8])$/i;
const TOKENS: Readonly<Record<string, string>> = {
  prod: 'Prod', productonly: 'Prod', major: 'Major', minor: 'Minor', min: 'Min', minimal: 'Min', os: 'OS', full: 'Full',
};

const rule = (kind: AliasRule['kind'], isRegex: boolean): Apply => (place, [from = '', to, ...rest]) => {
  if (to === undefined) {
    if (!place.isInside) throw new DirectiveError(`${kind === 'script' ? 'ScriptAlias' : 'Alias'} must have two arguments when used globally`);
    return;
  }
  const option = (name: string): string | undefined => rest.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const processGroup = option('process-group');
  const applicationGroup = option('application-group');
  place.server.rules.push({
    kind, from, isRegex, to: isRegex ? to : fromRoot(place.reading.serverRoot, to),
    ...(processGroup === undefined ? {} : { processGroup }), ...(applicationGroup === undefined ? {} : { applicationGroup }),
  });
};

const redirect = (fixed: number | null, isRegex: boolean): Apply => (place, words) => {
  const named: Readonly<Record<string, number>> = { permanent: 301, temp: 302, seeother: 303, gone: 410 };
  const first = words[0]?.toLowerCase() ?? '';
  const given = named[first] ?? (/^\d{3}$/.test(first) ? Number(first) : null);
  const rest = given === null || fixed !== null ? words : words.slice(1);
  place.server.rules.push({ kind: 'redirect', from: rest[0] ?? '/', isRegex, to: rest[1] ?? '', status: fixed ?? given ?? 302 });
};

/** Directives of servers, by name in lower case. Known ones that are not here change nothing in the lab. */
const DIRECTIVES: Readonly<Record<string, Apply>> = {
  listen: (place, words) => { listen(place, words); },
  servername: ({ server }, [word = '']) => {
    const [, name = word, port] = /^(?:https?:\/\/)?(.*?)(?::(\d+))?$/.exec(word) ?? [];
    if (port !== undefined && (Number(port) < 1 || Number(port) > 65535)) {
      throw new DirectiveError(`The port number "${word}" is outside the appropriate range (i.e., 1..65535).`);
    }
    server.name = name;
    server.namePort = port === undefined ? null : Number(port);
  },
  serveralias: ({ server }, words) => { server.aliases.push(...words); },
  serveradmin: ({ server }, [word = '']) => { server.admin = word; },
  documentroot: (place, [word = '']) => {
    const path = fromRoot(place.reading.serverRoot, word).replace(/(.)\/$/, '$1');
    const isDirectory = place.sys.exists(path) && place.sys.stat(path).type === 'directory';
    if (!isDirectory && place.host === -1) throw new DirectiveError(`DocumentRoot '${word}' is not a directory, or is not readable`);
    if (!isDirectory) place.reading.warnings.push({ module: 'core', level: 'warn', message: `AH00112: Warning: DocumentRoot [${path}] does not exist` });
    place.server.documentRoot = path;
  },
  errorlog: ({ server }, [word = ''], { file, line }) => {
    server.errorLog = word;
    server.errorLogAt = `${file}:${line}`;
  },
  errorlogformat: ({ server }, words) => {
    const format = words.at(-1) ?? '';
    for (const [, letter = ''] of format.matchAll(/%(?:-|\d+)?(?:\{[^}]*\})?(.)/g)) {
      if (!/[%aACeEFHiklLmMnPRsSTtvV]/.test(letter)) throw new DirectiveError(`Unrecognized error log format directive %${letter}`);
    }
    if (words.length === 1) server.errorLogFormat = format;
  },
  loglevel: ({ server }, words) => {
    for (const word of words) {
      if (!LEVELS.test(word)) throw new DirectiveError('Log level keyword must be one of emerg/alert/crit/error/warn/notice/info/debug/trace1/.../trace8');
      if (!word.includes(':')) server.logLevel = word.toLowerCase();
    }
  },
  logformat: ({ settings }, [format = '', name = 'default']) => { settings.formats[name] = format; },
  customlog: ({ server }, [path = '', format = 'CLF'], { file, line }) => { server.accessLogs.push({ path, format, line: `${file}:${line}` }); },
  transferlog: ({ server }, [path = ''], { file, line }) => { server.accessLogs.push({ path, format: 'CLF', line: `${file}:${line}` }); },
  user: ({ sys, settings }, [word = '']) => {
    if (!word.startsWith('#') && sys.accounts.byName(word) === null) throw new ConfigError(`AH00543: httpd: bad user name ${word}`);
    settings.user = word;
  },
  group: ({ sys, settings }, [word = '']) => {
    if (!word.startsWith('#') && sys.accounts.groupByName(word) === null) throw new ConfigError(`AH00544: httpd: bad group name ${word}`);
    settings.group = word;
  },
  pidfile: ({ settings }, [word = '']) => { settings.pidFile = word; },
  servertokens: ({ settings }, [word = '']) => {
    const known = TOKENS[word.toLowerCase()];
    if (known === undefined) throw new DirectiveError("ServerTokens takes 1 argument: 'Prod(uctOnly)', 'Major', 'Minor', 'Min(imal)', 'OS', or 'Full'");
    settings.tokens = known;
  },
  serversignature: ({ settings }, [word = '']) => { settings.signature = word; },
  traceenable: ({ settings }, [word = '']) => { settings.traceEnable = word.toLowerCase(); },
  usecanonicalname: ({ settings }, [word = '']) => { settings.hasCanonicalName = on(word); },
  keepalive: ({ settings }, [word]) => { settings.keepAlive = on(word); },
  keepalivetimeout: ({ settings }, [word = '']) => { settings.keepAliveTimeout = Number(word); },
  maxkeepaliverequests: ({ settings }, [word = '']) => { settings.maxKeepAlive = Number(word); },
  startservers: ({ settings }, [word = '']) => { settings.startServers = Number(word); },
  threadsperchild: ({ settings }, [word = '']) => { settings.threadsPerChild = Number(word); },
  typesconfig: ({ settings }, [word = '']) => { settings.typesConfig = word; },
  alias: rule('alias', false), aliasmatch: rule('alias', true), scriptalias: rule('script', false), scriptaliasmatch: rule('script', true),
  wsgiscriptalias: rule('wsgi', false), wsgiscriptaliasmatch: rule('wsgi', true),
  redirect: redirect(null, false), redirectmatch: redirect(null, true), redirectpermanent: redirect(301, false), redirecttemp: redirect(302, false),
  wsgisocketprefix: ({ reading, settings }, [word = '']) => { settings.socketPrefix = fromRoot(reading.serverRoot, word); },
  wsgidaemonprocess: (place, words) => { place.settings.daemons.push(daemonOf(place, words)); },
  proxypass: (place, words) => { proxyPass(place, words); },
};

function listen({ sys, settings }: Place, words: readonly string[]): void {
  if (words.length < 1 || words.length > 2) throw new DirectiveError('Listen requires 1 or 2 arguments.');
  const found = addressOf(words[0] ?? '');
  if (found === null) throw new DirectiveError('Invalid address or port');
  if (found.port === null) throw new DirectiveError('Port must be specified');
  if (found.port < 1 || found.port > 65535) throw new DirectiveError('Invalid address or port');
  const address = found.host === null || found.host === '*' ? null : found.host;
  const resolved = address === null || /^[0-9.]+$|:/.test(address) ? address : sys.network.resolve(address);
  if (address !== null && resolved === null) throw new DirectiveError(`alloc_listener: failed to set up sockaddr for ${address}`);
  if (settings.listens.some((each) => each.port === found.port && each.address === resolved)) {
    throw new DirectiveError('Cannot define multiple Listeners on the same IP:port');
  }
  settings.listens.push({ address: resolved, port: found.port });
}

function proxyPass(place: Place, words: readonly string[]): void {
  const [from, to] = place.isInside ? ['', words[0]] : words;
  if (to === undefined) throw new DirectiveError('ProxyPass|ProxyPassMatch needs a path when not defined in a location');
  if (to === '!') return;
  if (!/^[a-z][a-z0-9+.-]*:\/\//.test(to)) throw new DirectiveError(`ProxyPass URL must be absolute!: ${to}`);
  if (place.isInside) place.dir.proxy = to;
  else place.server.proxies.push({ from: from ?? '', to });
}

/** Applies a directive of servers. */
export function applyServerDirective(place: Place, directive: Directive, name: string, words: readonly string[]): void {
  DIRECTIVES[name]?.(place, words, directive);
}

/** Where a log goes: a path below ServerRoot, or null for what is no file (a pipe, syslog). */
export function logPath(serverRoot: string, name: string): string | null {
  return name.startsWith('|') || name.startsWith('syslog') ? null : joinPath(serverRoot, name);
}

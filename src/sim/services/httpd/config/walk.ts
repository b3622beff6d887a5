import type { Sys } from '../../../host/sys.ts';
import { DirectiveError, addressOf, atPlace } from './args.ts';
import { arityError, specOf, type Directive, type DirectiveSpec } from './directive.ts';
import { applyDirDirective, emptyRequire, requireBlock } from './dir-directives.ts';
import { applyServerDirective } from './server-directives.ts';
import type { DirSettings, Section, SectionKind, Server, Settings } from './settings.ts';
import { hasModule, type Reading } from './tree.ts';
import { wordsOf } from '../../../../facts/httpd-words.ts';

/** Where the walk is: which server, which section. */
export interface Place {
  readonly sys: Sys;
  readonly reading: Reading;
  readonly settings: Settings;
  /** -1: the main server. */
  readonly host: number;
  readonly server: Server;
  readonly dir: DirSettings;
  readonly sections: Section[];
  /** Inside `<Directory>`, `<Files>`, `<Location>` … */
  readonly isInside: boolean;
}

/** An empty server. */
export function newServer(file: string, line: number, addresses: Server['addresses']): Server {
  return {
    file, line, addresses, name: null, namePort: null, aliases: [], admin: null, documentRoot: null, errorLog: null, errorLogAt: null, errorLogFormat: null,
    logLevel: null, accessLogs: [], rules: [], proxies: [], base: {}, sections: [],
  };
}

/** Gives every directive its meaning, in order. Throws ConfigError. */
export function walk(sys: Sys, reading: Reading): Settings {
  const settings: Settings = {
    serverRoot: reading.serverRoot, user: '#-1', group: '#-1', pidFile: 'run/httpd.pid', listens: [], tokens: 'Full', signature: 'Off', traceEnable: 'On',
    keepAlive: true, keepAliveTimeout: 5, maxKeepAlive: 100, startServers: 3, threadsPerChild: 25, socketPrefix: null, typesConfig: 'conf/mime.types',
    hasCanonicalName: false, formats: { CLF: '%h %l %u %t "%r" %>s %b' }, main: newServer(reading.root, 0, []), hosts: [], daemons: [],
    modules: reading.modules.map(({ name }) => name), defines: [...reading.defines.keys()],
  };
  const { main } = settings;
  walkAll({ sys, reading, settings, host: -1, server: main, dir: main.base, sections: main.sections, isInside: false }, reading.tree);
  return settings;
}

function walkAll(place: Place, directives: readonly Directive[]): void {
  for (const directive of directives) {
    try {
      walkOne(place, directive);
    } catch (error) {
      if (!(error instanceof DirectiveError)) throw error;
      throw atPlace(directive, error.message);
    }
  }
}

function walkOne(place: Place, directive: Directive): void {
  const spec = specOf(directive.name);
  if (spec === null || !isLoaded(place.reading, spec)) {
    throw new DirectiveError(`Invalid command '${directive.name}', perhaps misspelled or defined by a module not included in the server configuration`);
  }
  checkContext(place, directive, spec);
  if (directive.children !== null) section(place, directive, spec);
  else {
    const words = wordsOf(directive.args);
    const wrong = arityError(spec, words.length, words[0] ?? '');
    if (wrong !== null) throw new DirectiveError(wrong);
    const name = spec.name.toLowerCase();
    if (!applyDirDirective(place, name, words, directive.args)) applyServerDirective(place, directive, name, words);
  }
}

const isLoaded = (reading: Reading, { module }: DirectiveSpec): boolean =>
  hasModule(reading, `${module}_module`) || (module === 'cgi' && hasModule(reading, 'cgid_module'));

function checkContext(place: Place, directive: Directive, { name, context }: DirectiveSpec): void {
  const isAllowed = context === 'A' || (context === 'D') === place.isInside;
  if (isAllowed || (name.toLowerCase() === '<limit' && place.isInside)) return;
  const outer = directive.parent;
  throw new DirectiveError(outer === null ? `${name} not allowed here` : `${name} not allowed in ${outer.name}> context`);
}

function section(place: Place, directive: Directive, spec: DirectiveSpec): void {
  const name = spec.name.slice(1);
  if (!directive.args.endsWith('>')) {
    throw new DirectiveError(directive.args === '' ? `<${name}> directive requires additional arguments` : `<${name}> directive missing closing '>'`);
  }
  const argument = directive.args.slice(0, -1).trim();
  const lower = name.toLowerCase();
  if (lower.startsWith('require')) {
    const mode = lower === 'requireall' ? 'all' : lower === 'requirenone' ? 'none' : 'any';
    const inner: Place = { ...place, dir: {} };
    walkAll(inner, directive.children ?? []);
    requireBlock(place.dir, mode, inner.dir);
    return;
  }
  if (argument === '' && lower !== 'else') throw new DirectiveError(`<${name}> directive requires additional arguments`);
  if (lower === 'virtualhost') virtualHost(place, directive, argument);
  else if (lower === 'limit' || lower === 'limitexcept') limited(place, directive);
  else subSection(place, directive, lower, argument);
}

/** `<Limit>`: of its directives only what holds for every method matters here. */
function limited(place: Place, directive: Directive): void {
  walkAll({ ...place, dir: emptyRequire() }, directive.children ?? []);
}

function virtualHost(place: Place, directive: Directive, argument: string): void {
  if (place.host !== -1) throw new DirectiveError('<VirtualHost> cannot occur within <VirtualHost> section');
  const addresses = wordsOf(argument).map((word) => {
    const found = addressOf(word);
    if (found === null) throw new DirectiveError('Invalid address or port');
    checkName(place, found.host ?? '*');
    return { host: found.host ?? '*', port: found.port };
  });
  const server = newServer(directive.file, directive.line, addresses);
  place.settings.hosts.push(server);
  walkAll({ ...place, host: place.settings.hosts.length - 1, server, dir: server.base, sections: server.sections }, directive.children ?? []);
}

/** A host that nobody knows is passed over. */
function checkName({ sys, reading }: Place, host: string): void {
  if (['*', '_default_'].includes(host) || sys.network.resolve(host) !== null) return;
  reading.warnings.push({
    module: 'core', level: 'error', errno: '(EAI 2)Name or service not known', message: `AH00547: Could not resolve host name ${host} -- ignoring!`,
  });
}

const KINDS: Readonly<Record<string, SectionKind>> = {
  directory: 'directory', directorymatch: 'directory', files: 'files', filesmatch: 'files', location: 'location', locationmatch: 'location',
};

function subSection(place: Place, directive: Directive, name: string, argument: string): void {
  const kind = KINDS[name];
  const words = wordsOf(argument);
  const isRegex = name.endsWith('match') || words[0] === '~';
  const pattern = words[0] === '~' ? words[1] ?? '' : words[0] ?? '';
  const settings: DirSettings = {};
  const made: Section = { kind: kind ?? 'location', pattern: kind === 'directory' && !isRegex ? pattern.replace(/(.)\/+$/, '$1') : pattern, isRegex, settings, inner: [] };
  // Sections of other modules (<Proxy>, <If>) are checked, and mean nothing here.
  if (kind !== undefined) place.sections.push(made);
  walkAll({ ...place, dir: settings, sections: made.inner, isInside: true }, directive.children ?? []);
}

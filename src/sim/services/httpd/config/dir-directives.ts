import { DirectiveError } from './args.ts';
import { addRequirement, requirement } from './authz.ts';
import type { DirSettings } from './settings.ts';
import type { Place } from './walk.ts';

const OPTIONS = ['indexes', 'includes', 'includesnoexec', 'followsymlinks', 'symlinksifownermatch', 'execcgi', 'multiviews', 'all', 'none'];

type Apply = (dir: DirSettings, words: readonly string[], args: string, place: Place) => void;

/** Directives that may stand in sections, by name in lower case. */
const DIRECTIVES: Readonly<Record<string, Apply>> = {
  require: (dir, _words, args) => { dir.authz = addRequirement(dir.authz, requirement(args)); },
  order: (dir, [word = '']) => {
    const order = word.toLowerCase();
    if (order !== 'allow,deny' && order !== 'deny,allow' && order !== 'mutual-failure') throw new DirectiveError('unknown order');
    compatOf(dir).order = order === 'mutual-failure' ? 'allow,deny' : order;
  },
  allow: (dir, words) => { compatOf(dir).allow.push(...fromList(words, 'allow')); },
  deny: (dir, words) => { compatOf(dir).deny.push(...fromList(words, 'deny')); },
  options: (dir, words) => { dir.options = options(words); },
  sethandler: (dir, [name = '']) => { dir.handler = name.toLowerCase() === 'none' ? '' : name; },
  directoryindex: (dir, words) => { dir.directoryIndex = words[0]?.toLowerCase() === 'disabled' ? [] : [...dir.directoryIndex ?? [], ...words]; },
  errordocument: (dir, [code = '', ...rest]) => { dir.errorDocuments = { ...dir.errorDocuments, [code]: rest.join(' ') }; },
  limitrequestbody: (dir, [word = '']) => {
    if (!/^\d+$/.test(word)) throw new DirectiveError('LimitRequestBody requires a non-negative integer.');
    dir.limitBody = Number(word);
  },
  adddefaultcharset: (dir, [word = '']) => { dir.defaultCharset = /^off$/i.test(word) ? '' : /^on$/i.test(word) ? 'iso-8859-1' : word; },
  addtype: (dir, [type = '', ...endings]) => {
    dir.types = { ...dir.types, ...Object.fromEntries(endings.map((ending) => [ending.replace(/^\./, '').toLowerCase(), type])) };
  },
  wsgiprocessgroup: (dir, [name = '']) => { dir.processGroup = name; },
  wsgiapplicationgroup: (dir, [name = '']) => { dir.applicationGroup = name; },
  wsgipassauthorization: (dir, [word = '']) => {
    if (!/^(on|off)$/i.test(word)) throw new DirectiveError('WSGIPassAuthorization must be one of: Off | On');
    dir.passAuthorization = /^on$/i.test(word);
  },
  header: (dir, words) => {
    const isAlways = words[0]?.toLowerCase() === 'always';
    const [action = '', name = '', ...value] = words[0] !== undefined && /^(always|onsuccess)$/i.test(words[0]) ? words.slice(1) : words;
    if (!/^(set|setifempty|add|append|merge|unset|echo|note|edit\*?)$/i.test(action)) {
      throw new DirectiveError("first argument must be 'add', 'set', 'setifempty', 'append', 'merge', 'unset', 'echo', 'note', 'edit', or 'edit*'.");
    }
    dir.headers = [...dir.headers ?? [], { action: action.toLowerCase(), name: name.replace(/:$/, ''), value: value[0] ?? '', isAlways }];
  },
};

/** Applies a directive of directories; false when it is none. */
export function applyDirDirective(place: Place, name: string, words: readonly string[], args: string): boolean {
  const apply = DIRECTIVES[name];
  if (apply === undefined) return false;
  apply(place.dir, words, args, place);
  return true;
}

/** What a `<Limit>` says is checked and dropped. */
export const emptyRequire = (): DirSettings => ({});

/** The end of `<RequireAll>` and its kin: what was collected inside becomes one requirement of the section around. */
export function requireBlock(dir: DirSettings, mode: 'all' | 'any' | 'none', inner: DirSettings): void {
  const of = inner.authz?.kind === 'group' ? inner.authz.of : [];
  dir.authz = addRequirement(dir.authz, { kind: 'group', mode, of });
}

function compatOf(dir: DirSettings): NonNullable<DirSettings['compat']> {
  dir.compat ??= { order: 'deny,allow', allow: [], deny: [] };
  return dir.compat;
}

function fromList(words: readonly string[], name: string): string[] {
  if (words[0]?.toLowerCase() !== 'from') throw new DirectiveError(`${name} and ${name === 'allow' ? 'deny' : 'allow'} must be followed by 'from'`);
  return words.slice(1);
}

function options(words: readonly string[]): string[] {
  const signs = words.map((word) => (/^[+-]/.test(word) ? word[0] ?? '' : ''));
  if (signs.some((sign) => sign === '') && signs.some((sign) => sign !== '')) {
    throw new DirectiveError('Either all Options must start with + or -, or no Option may.');
  }
  for (const word of words) {
    const bare = word.replace(/^[+-]/, '');
    if (!OPTIONS.includes(bare.toLowerCase())) throw new DirectiveError(`Illegal option ${bare}`);
  }
  return words.map((word) => word.toLowerCase());
}

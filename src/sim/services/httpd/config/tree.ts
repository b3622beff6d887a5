import { SysError } from '../../../host/errors.ts';
import { joinPath } from '../../../host/path.ts';
import type { Sys } from '../../../host/sys.ts';
import { ConfigError, arityError, specOf, type Directive } from './directive.ts';
import { isPattern, patternOf, takeWord, wordsOf } from '../../../../facts/httpd-words.ts';

/** What reading the files tells besides the tree: modules loaded, names defined, warnings on the way. */
export interface Reading {
  readonly root: string;
  readonly modules: LoadedModule[];
  readonly defines: Map<string, string>;
  readonly warnings: Warning[];
  serverRoot: string;
  readonly tree: Directive[];
  /** Files read, in order, each with the line that included it; null: the first. */
  readonly files: { readonly path: string; readonly line: number | null }[];
}

/** What is said while the configuration is read, as a line of a log. */
export interface Warning {
  readonly module: string;
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly errno?: string;
}

/** A module as LoadModule names it, e.g. `wsgi_module`. */
export interface LoadedModule {
  readonly name: string;
  readonly isStatic: boolean;
}

/** Modules that are part of the program itself. */
const STATIC_MODULES = ['core_module', 'so_module', 'http_module'];

const VERSION = [2, 4, 62] as const;
const MAX_DEPTH = 20;

/** Raised inside a file; wrapped with file and line on the way out. */
class ReadError extends Error {}

interface Cursor {
  readonly file: string;
  readonly lines: readonly string[];
  /** Lines consumed. */
  at: number;
  /** The line that an error is about, if not the current one. */
  errorLine: number | null;
}

/** Reads a configuration file and all it includes. Throws ConfigError with httpd's message. */
export function readTree(sys: Sys, path: string, serverRoot: string, defines: readonly string[], before: readonly string[], after: readonly string[]): Reading {
  const reading: Reading = {
    root: path, modules: STATIC_MODULES.map((name) => ({ name, isStatic: true })),
    defines: new Map(defines.map((name) => [name.split('=')[0] ?? '', name.split('=').slice(1).join('=')])), warnings: [], serverRoot, tree: [], files: [],
  };
  const given = (lines: readonly string[]): void => {
    for (const line of lines) readLines(sys, reading, { file: '-C and -c directives', lines: [line], at: 0, errorLine: null }, reading.tree, null, 0, '');
  };
  try {
    given(before);
    readFile(sys, reading, path, reading.tree, null, 0, null);
    given(after);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new ConfigError(`httpd: ${error.message}`);
  }
  return reading;
}

/** A path relative to ServerRoot. */
export const fromRoot = (serverRoot: string, path: string): string => joinPath(serverRoot, path);

function readFile(sys: Sys, reading: Reading, path: string, into: Directive[], parent: Directive | null, depth: number, includedAt: number | null): void {
  let text: string;
  try {
    if (sys.stat(path).type === 'directory') text = '';
    else text = sys.readFile(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new ReadError(`Could not open configuration file ${path}: ${error.text}`);
  }
  reading.files.push({ path, line: includedAt });
  const cursor: Cursor = { file: path, lines: text.split('\n'), at: 0, errorLine: null };
  if (cursor.lines.at(-1) === '') (cursor.lines as string[]).pop();
  try {
    readLines(sys, reading, cursor, into, parent, depth, '');
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new ReadError(`Syntax error on line ${cursor.errorLine ?? cursor.at} of ${path}: ${error.message}`);
  }
}

/** The next logical line: continued ones joined, comments and blank ones left out; null at the end. */
function nextLine(cursor: Cursor): string | null {
  while (cursor.at < cursor.lines.length) {
    let line = cursor.lines[cursor.at] ?? '';
    cursor.at += 1;
    while (line.endsWith('\\') && !line.endsWith('\\\\') && cursor.at < cursor.lines.length) {
      line = line.slice(0, -1) + (cursor.lines[cursor.at] ?? '');
      cursor.at += 1;
    }
    const text = line.trim();
    if (text !== '' && !text.startsWith('#')) return text;
  }
  return null;
}

/** Reads until the end of the file, or until `</section>` when inside one. */
function readLines(
  sys: Sys, reading: Reading, cursor: Cursor, into: Directive[], parent: Directive | null, depth: number, section: string,
): void {
  const opened = cursor.at;
  for (;;) {
    const raw = nextLine(cursor);
    if (raw === null) break;
    const line = raw.replace(/\$\{(\w+)\}/g, (whole, name: string) => reading.defines.get(name) ?? sys.env[name] ?? whole);
    const { word, rest } = takeWord(line);
    if (word.startsWith('</')) {
      closeSection(word, section, parent);
      return;
    }
    readDirective(sys, reading, cursor, into, parent, depth, word, rest);
  }
  if (section === '') return;
  cursor.errorLine = opened;
  throw new ReadError(`${cursor.file}:${opened}: <${section}> was not closed.`);
}

function closeSection(word: string, section: string, parent: Directive | null): void {
  if (!word.endsWith('>')) throw new ReadError(`${word}> directive missing closing '>'`);
  const name = word.slice(2, -1);
  if (section === '' && parent === null) throw new ReadError(`</${name}> without matching <${name}> section`);
  if (section.toLowerCase() !== name.toLowerCase()) throw new ReadError(`Expected </${section}> but saw ${word}`);
}

function readDirective(
  sys: Sys, reading: Reading, cursor: Cursor, into: Directive[], parent: Directive | null, depth: number, word: string, rest: string,
): void {
  const name = word.toLowerCase();
  if (['<ifmodule', '<ifdefine', '<ifversion', '<iffile', '<ifdirective', '<ifsection'].includes(name) || /^<if(module|define|version|file)>/.test(name)) {
    conditional(sys, reading, cursor, into, parent, depth, word, rest);
    return;
  }
  if (atOnce(sys, reading, cursor, into, parent, depth, name, rest)) return;
  const isSection = word.startsWith('<');
  const directive: Directive = {
    name: isSection ? word.replace(/>$/, '') : word, args: rest, file: cursor.file, line: cursor.at, children: isSection ? [] : null, parent,
  };
  into.push(directive);
  if (directive.children === null) return;
  readLines(sys, reading, cursor, directive.children, directive, depth, directive.name.slice(1));
}

/** Directives that act while the file is read. */
function atOnce(
  sys: Sys, reading: Reading, cursor: Cursor, into: Directive[], parent: Directive | null, depth: number, name: string, rest: string,
): boolean {
  const known = ['include', 'includeoptional', 'loadmodule', 'loadfile', 'define', 'undefine', 'serverroot'];
  if (!known.includes(name)) return false;
  const words = wordsOf(rest);
  const spec = specOf(name);
  const wrong = spec === null ? null : arityError(spec, words.length, words[0] ?? '');
  if (wrong !== null) throw new ReadError(wrong);
  const [first = '', second = ''] = words;
  if (name.startsWith('include')) include(sys, reading, cursor.at, into, parent, depth, first, name === 'includeoptional');
  else if (name === 'loadmodule') loadModule(sys, reading, first, second);
  else if (name === 'define') reading.defines.set(first, second);
  else if (name === 'undefine') reading.defines.delete(first);
  else if (name === 'serverroot') setRoot(sys, reading, first);
  return true;
}

function setRoot(sys: Sys, reading: Reading, path: string): void {
  if (!sys.exists(path) || sys.stat(path).type !== 'directory') throw new ReadError('ServerRoot must be a valid directory');
  reading.serverRoot = path.replace(/(.)\/$/, '$1');
}

function loadModule(sys: Sys, reading: Reading, name: string, file: string): void {
  if (reading.modules.some((each) => each.name === name)) {
    reading.warnings.push({ module: 'so', level: 'warn', message: `AH01574: module ${name} is already loaded, skipping` });
    return;
  }
  const path = fromRoot(reading.serverRoot, file);
  if (!sys.exists(path)) {
    throw new ReadError(`Cannot load ${file} into server: ${path}: cannot open shared object file: No such file or directory`);
  }
  reading.modules.push({ name, isStatic: false });
}

function include(
  sys: Sys, reading: Reading, line: number, into: Directive[], parent: Directive | null, depth: number, pattern: string, isOptional: boolean,
): void {
  if (depth > MAX_DEPTH) throw new ReadError(`Exceeded maximum include depth of ${MAX_DEPTH}, There appears to be a recursion.`);
  const full = fromRoot(reading.serverRoot, pattern);
  if (!isPattern(full)) {
    if (isOptional && !sys.exists(full)) return;
    includePath(sys, reading, line, into, parent, depth, full);
    return;
  }
  for (const path of matching(sys, full, isOptional)) includePath(sys, reading, line, into, parent, depth, path);
}

function includePath(
  sys: Sys, reading: Reading, line: number, into: Directive[], parent: Directive | null, depth: number, path: string,
): void {
  if (sys.exists(path) && sys.stat(path).type === 'directory') {
    for (const name of sys.readDirectory(path)) includePath(sys, reading, line, into, parent, depth + 1, `${path}/${name}`);
    return;
  }
  readFile(sys, reading, path, into, parent, depth + 1, line);
}

/** Paths that a pattern matches, part by part, each folder in order of names. */
function matching(sys: Sys, full: string, isOptional: boolean): string[] {
  let paths = [''];
  const parts = full.split('/').filter((part) => part !== '');
  for (const [index, part] of parts.entries()) {
    if (!isPattern(part)) {
      paths = paths.map((path) => `${path}/${part}`);
      continue;
    }
    paths = paths.flatMap((path) => namesIn(sys, path === '' ? '/' : path, isOptional).filter((name) => patternOf(part).test(name)).map((name) => `${path}/${name}`));
    if (index === parts.length - 1) paths = paths.filter((path) => isThere(sys, path));
  }
  return paths.filter((path) => isThere(sys, path));
}

/** A link that leads nowhere is skipped. */
function isThere(sys: Sys, path: string): boolean {
  return sys.exists(path);
}

function namesIn(sys: Sys, path: string, isOptional: boolean): string[] {
  try {
    return sys.readDirectory(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (isOptional) return [];
    throw new ReadError(`Include/IncludeOptional: Could not open directory ${path}: ${error.text}`);
  }
}

/** `<IfModule …>` and its kin: what stands inside is read as if it stood outside, or not at all. */
function conditional(
  sys: Sys, reading: Reading, cursor: Cursor, into: Directive[], parent: Directive | null, depth: number, word: string, rest: string,
): void {
  const name = word.slice(1).replace(/>$/, '');
  if (word.endsWith('>')) throw new ReadError(`<${name}> directive requires additional arguments`);
  if (!rest.endsWith('>')) throw new ReadError(`<${name}> directive missing closing '>'`);
  const argument = rest.slice(0, -1).trim();
  if (argument === '') throw new ReadError(`<${name}> directive requires additional arguments`);
  const isTrue = holds(sys, reading, name.toLowerCase(), argument);
  if (isTrue) readLines(sys, reading, cursor, into, parent, depth, name);
  else skipSection(cursor, name);
}

function holds(sys: Sys, reading: Reading, name: string, argument: string): boolean {
  const isNegated = argument.startsWith('!');
  const plain = isNegated ? argument.slice(1) : argument;
  if (name === 'ifversion') return isVersion(argument);
  const known = name === 'ifmodule' ? hasModule(reading, plain.replace(/^"(.*)"$/, '$1'))
    : name === 'ifdefine' ? reading.defines.has(plain)
      : name === 'iffile' ? sys.exists(fromRoot(reading.serverRoot, plain.replace(/^"(.*)"$/, '$1')))
        : name === 'ifdirective' ? specOf(plain) !== null : false;
  return known !== isNegated;
}

/** By its identifier (`wsgi_module`) or its source (`mod_wsgi.c`). */
export function hasModule(reading: Pick<Reading, 'modules'>, name: string): boolean {
  const id = name.endsWith('.c') ? `${name.replace(/\.c$/, '').replace(/^mod_/, '')}_module` : name;
  return reading.modules.some((module) => module.name === id || (id === 'event_module' && module.name === 'mpm_event_module'));
}

function isVersion(argument: string): boolean {
  const [, operator = '=', version = ''] = /^(!?[<>=~]*)\s*(.*)$/.exec(argument) ?? [];
  const wanted = version.split('.').map(Number);
  let order = 0;
  for (const [index, own] of VERSION.entries()) {
    if (order === 0 && wanted[index] !== undefined) order = Math.sign(own - (wanted[index] ?? 0));
  }
  const plain = operator.replace('!', '');
  const isTrue = plain === '<' ? order < 0 : plain === '<=' ? order <= 0 : plain === '>' ? order > 0 : plain === '>=' ? order >= 0 : order === 0;
  return operator.startsWith('!') ? !isTrue : isTrue;
}

function skipSection(cursor: Cursor, name: string): void {
  const opened = cursor.at;
  let depth = 1;
  for (;;) {
    const line = nextLine(cursor);
    if (line === null) {
      cursor.errorLine = opened;
      throw new ReadError(`${cursor.file}:${opened}: <${name}> was not closed.`);
    }
    const word = takeWord(line).word.toLowerCase();
    if (word === `<${name.toLowerCase()}`) depth += 1;
    else if (word === `</${name.toLowerCase()}>`) depth -= 1;
    if (depth === 0) return;
  }
}

import type { DirSettings, Section, Server, Settings } from '../config/settings.ts';
import { isPattern, patternOf } from '../../../../facts/httpd-words.ts';

/** `below` said further in than `above`: each thing said replaces what was said before. */
export function merge(above: DirSettings, below: DirSettings): DirSettings {
  const out: DirSettings = { ...above, ...below };
  if (below.authz !== undefined && below.compat === undefined) delete out.compat;
  if (below.compat !== undefined && below.authz === undefined) delete out.authz;
  if (below.options !== undefined) out.options = mergeOptions(above.options ?? [], below.options);
  if (above.errorDocuments !== undefined || below.errorDocuments !== undefined) out.errorDocuments = { ...above.errorDocuments, ...below.errorDocuments };
  if (above.types !== undefined || below.types !== undefined) out.types = { ...above.types, ...below.types };
  if (above.headers !== undefined || below.headers !== undefined) out.headers = [...above.headers ?? [], ...below.headers ?? []];
  return out;
}

function mergeOptions(above: readonly string[], below: readonly string[]): string[] {
  if (!below.some((each) => /^[+-]/.test(each))) return [...below];
  let options = above.includes('all') ? ['indexes', 'includes', 'followsymlinks', 'symlinksifownermatch', 'execcgi'] : [...above];
  for (const each of below) {
    const bare = each.slice(1);
    options = options.filter((option) => option !== bare);
    if (each.startsWith('+')) options.push(bare);
  }
  return options;
}

/** All that is said of a file and the path that led to it: directories outside in, then files, then locations. */
export function settingsFor(settings: Settings, server: Server, file: string, path: string): DirSettings {
  const { main } = settings;
  const sections = server === main ? main.sections : [...main.sections, ...server.sections];
  let out = server === main ? main.base : merge(main.base, server.base);
  const ancestors = foldersOf(file);
  const found: Section[] = [];
  for (const folder of ancestors) found.push(...sections.filter((each) => each.kind === 'directory' && !each.isRegex && isFolder(each.pattern, folder)));
  found.push(...sections.filter((each) => each.kind === 'directory' && each.isRegex && ancestors.some((folder) => new RegExp(each.pattern).test(folder))));
  for (const each of found) out = merge(out, each.settings);
  const name = file.slice(file.lastIndexOf('/') + 1);
  for (const each of [...sections, ...found.flatMap(({ inner }) => inner)]) {
    if (each.kind === 'files' && isFile(each, name)) out = merge(out, each.settings);
  }
  for (const each of sections) if (each.kind === 'location' && isLocation(each, path)) out = merge(out, each.settings);
  return out;
}

/** `/`, `/usr`, `/usr/bin`, and the file itself, which may be a folder. */
function foldersOf(file: string): string[] {
  const parts = file.split('/').filter((part) => part !== '');
  return ['/', ...parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}

const isFolder = (pattern: string, folder: string): boolean => (isPattern(pattern) ? patternOf(pattern).test(folder) : pattern === folder);

const isFile = (section: Section, name: string): boolean => (section.isRegex ? new RegExp(section.pattern) : patternOf(section.pattern)).test(name);

function isLocation({ pattern, isRegex }: Section, path: string): boolean {
  if (isRegex) return new RegExp(pattern).test(path);
  if (isPattern(pattern)) return patternOf(pattern).test(path);
  const bare = pattern.replace(/(.)\/$/, '$1');
  return bare === '/' || path === bare || path.startsWith(`${bare}/`);
}

import type { Json } from '../../../../base/json.ts';
import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Values } from '../argparse/parse.ts';
import { ClientError } from '../app/errors.ts';

/** A file of settings that was found. */
export interface ConfigFile {
  readonly path: string | null;
  readonly data: Values;
}

/** Where `clouds.yaml` and its kin are looked for, in order (openstacksdk). */
export function searchPaths(sys: Sys, name: string): string[] {
  const home = sys.env['HOME'] ?? '/';
  const config = sys.env['XDG_CONFIG_HOME'] ?? `${home}/.config`;
  const folders = [sys.cwd, `${config}/openstack`, `${home}/.config/openstack`, '/etc/openstack'];
  return [...new Set(folders)].flatMap((folder) => ['yaml', 'yml', 'json'].map((end) => `${folder === '/' ? '' : folder}/${name}.${end}`));
}

/** The first file there is; files that may not be read are passed over. Throws ClientError for broken ones. */
export function* loadFirst(sys: Sys, name: string, override: string | undefined): Routine<ConfigFile> {
  for (const path of [...(override === undefined || override === '' ? [] : [override]), ...searchPaths(sys, name)]) {
    if (!sys.exists(path)) continue;
    let text: string;
    try {
      text = sys.readFile(path);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      continue;
    }
    return { path, data: asObject(path.endsWith('json') ? parseJson(text) : yield* parseYaml(sys, text, path)) };
  }
  return { path: null, data: {} };
}

const asObject = (value: Json): Values => (value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } as Values : {});

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ClientError('Expecting value: line 1 column 1 (char 0)', 'json.decoder.JSONDecodeError');
  }
}

function* parseYaml(sys: Sys, text: string, path: string): Routine<Json> {
  const { LineCounter, parseDocument } = yield* sys.external(import('yaml'));
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.1', lineCounter: lines });
  const [broken] = document.errors;
  if (broken === undefined) return document.toJS() as Json;
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `\n  in "${path}", line ${line}, column ${col}`;
  };
  throw new ClientError(yamlError(text, broken.code, broken.pos[0], at), 'yaml.scanner.ScannerError');
}

/** What PyYAML says of the mistakes that are made most often. */
function yamlError(text: string, code: string, from: number, at: (offset: number) => string): string {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const before = text.slice(0, from);
  const quote = Math.max(before.lastIndexOf('"'), before.lastIndexOf("'"));
  if (code === 'TAB_AS_INDENT' || text.slice(lineStart, from + 1).includes('\t')) {
    return `while scanning for the next token\nfound character '\\t' that cannot start any token${at(text.indexOf('\t', lineStart))}`;
  }
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return `mapping values are not allowed here${at(text.indexOf(':', from))}`;
  if (code === 'MISSING_CHAR' && quote !== -1) {
    return `while scanning a quoted scalar${at(quote)}\nfound unexpected end of stream${at(text.length)}`;
  }
  const end = text.indexOf('\n', from) === -1 ? text.length : text.indexOf('\n', from);
  return `while scanning a simple key${at(from)}\ncould not find expected ':'${at(end)}`;
}

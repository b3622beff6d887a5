import { isMap, isNode, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type * as z from 'zod';
import { FormatError, suggestion } from './issues.ts';
import { knownKeys } from './schema.ts';

/** Where a piece of YAML stands: its file and the line of its first line. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Reads YAML text and checks it; throws FormatError with file, line and, for an unknown key, what may be meant. */
export function readYaml<T extends z.ZodType>(source: string, schema: T, place: Place): z.output<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const at = (offset: number): number => place.line + lines.linePos(offset).line - 1;
  const broken = document.errors[0];
  if (broken !== undefined) throw new FormatError(place.file, at(broken.pos[0]), broken.message.split('\n')[0] ?? 'broken YAML');
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] ?? null : null;
  throw new FormatError(place.file, at(offsetOf(document, issue.path, key)), key === null ? worded(issue) : unknownKey(key, schema));
}

/** The most telling issue: a key nobody knows (it explains the one that is missing), else the deepest. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const weight = (issue: z.core.$ZodIssue): number => issue.path.length + (issue.code === 'unrecognized_keys' ? 100 : 0);
  return [...issues].sort((a, b) => weight(b) - weight(a))[0] as z.core.$ZodIssue;
}

function worded(issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String).join('.');
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

function unknownKey(key: string, schema: z.ZodType): string {
  const meant = suggestion(key, knownKeys(schema));
  return `unknown key '${key}'${meant === null ? '' : ` (did you mean '${meant}'?)`}`;
}

function offsetOf(document: Document, path: readonly PropertyKey[], key: string | null): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length) as (string | number)[], true);
    if (!isNode(node)) continue;
    if (length === path.length && key !== null) return keyOffset(node, key);
    return node.range?.[0] ?? 0;
  }
  return 0;
}

function keyOffset(node: Node, key: string): number {
  if (isMap(node)) {
    const pair = node.items.find((each) => isNode(each.key) && String(each.key) === key);
    if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  return node.range?.[0] ?? 0;
}

import type { Element, ElementContent, Properties } from 'hast';
import type { Root, RootContent } from 'mdast';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { PROSE_TAGS, type Prose, type ProseNode, type ProseProperties, type ProseTag } from '../prose.ts';
import { FormatError } from './issues.ts';

const TAGS: ReadonlySet<string> = new Set(PROSE_TAGS);
const SAFE_LINK = /^(https:\/\/|#[a-z]|lesson:[a-z])/;

/** Compiles Markdown blocks to the prose subset; anything outside it is a FormatError. `source` is the whole file. */
export function toProse(nodes: readonly RootContent[], source: string, file: string): Prose {
  const tree: Root = { type: 'root', children: nodes.map((node) => plain(node, source, file)) };
  const hast = unified().use(remarkRehype).runSync(tree);
  return convertAll(hast.children as ElementContent[], 'aside', file);
}

/** Replaces `:::why` blocks by asides, other directives and bare http addresses by their own letters; refuses raw HTML. */
function plain<T extends RootContent>(node: T, source: string, file: string): T {
  const line = node.position?.start.line ?? 1;
  if (node.type === 'html') throw new FormatError(file, line, 'raw HTML is not allowed in a lesson');
  const value = source.slice(node.position?.start.offset, node.position?.end.offset);
  const isBareAddress = node.type === 'link' && value.startsWith('http://');
  if (node.type === 'textDirective' || node.type === 'leafDirective' || isBareAddress) {
    return { type: 'text', value, position: node.position } as unknown as T;
  }
  if (node.type === 'containerDirective') {
    if (!['note', 'warning', 'why'].includes(node.name)) {
      throw new FormatError(file, line, `unknown block ':::${node.name}' (note, warning and why exist)`);
    }
    node.data = { hName: 'aside', hProperties: { dataKind: node.name } };
  }
  if ('children' in node) {
    return { ...node, children: (node.children as RootContent[]).map((child) => plain(child, source, file)) };
  }
  return node;
}

/** Between blocks a newline is only layout; between words it is a blank. */
const HOLDS_WORDS: ReadonlySet<string> = new Set(['p', 'strong', 'em', 'h3', 'h4', 'td', 'th', 'del', 'a', 'code']);

function convertAll(nodes: readonly ElementContent[], parent: string, file: string): ProseNode[] {
  return nodes.flatMap((node): ProseNode[] => {
    if (node.type === 'text') return node.value === '\n' && !HOLDS_WORDS.has(parent) ? [] : [{ type: 'text', value: node.value }];
    return node.type === 'element' ? [convert(node, file)] : [];
  });
}

function convert(node: Element, file: string): ProseNode {
  const line = node.position?.start.line ?? 1;
  if (!TAGS.has(node.tagName)) throw new FormatError(file, line, `<${node.tagName}> cannot be used in a lesson`);
  const properties = propertiesOf(node.properties);
  if (properties.href !== undefined && !SAFE_LINK.test(properties.href)) {
    throw new FormatError(file, line, `a link goes to https://…, #step or lesson:…, not '${properties.href}'`);
  }
  const children = convertAll(node.children, node.tagName, file);
  return { type: 'element', tagName: node.tagName as ProseTag, properties, children: node.tagName === 'pre' ? trimmed(children) : children };
}

/** A fence's text without the newline that Markdown puts at its end. */
function trimmed(children: readonly ProseNode[]): Prose {
  return children.map((child) => child.type === 'element'
    ? { ...child, children: trimmed(child.children) }
    : { ...child, value: child.value.replace(/\n$/, '') });
}

function propertiesOf(from: Properties): ProseProperties {
  const language = Array.isArray(from['className'])
    ? from['className'].map(String).find((name) => name.startsWith('language-'))?.slice('language-'.length) : undefined;
  const kept: Record<string, unknown> = { dataLanguage: language };
  for (const name of ['href', 'src', 'alt', 'title', 'start', 'dataKind', 'align']) kept[name] = from[name];
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined && value !== null));
}

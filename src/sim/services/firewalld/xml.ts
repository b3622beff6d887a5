/** An XML element as firewalld's files use it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** Escapes text for an attribute or element. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Parses a document's root element; null when it is not well formed. */
export function parseXml(source: string): Element | null {
  const stack: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [
    { name: '', attributes: {}, children: [], text: '' },
  ];
  const pattern = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([\w-]+)\s*>|<([\w-]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)|</g;
  for (const [whole, closed, opened, attributes, slash, text] of source.matchAll(pattern)) {
    const top = stack.at(-1);
    if (top === undefined || whole === '<') return null;
    if (text !== undefined) top.text += text;
    else if (opened !== undefined) {
      const element = { name: opened, attributes: attributesOf(attributes ?? ''), children: [], text: '' };
      top.children.push(element);
      if (slash !== '/') stack.push(element);
    } else if (closed !== undefined) {
      if (stack.pop()?.name !== closed || stack.length === 0) return null;
    }
  }
  const [document] = stack;
  return stack.length === 1 && document?.children.length === 1 ? document.children[0] ?? null : null;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
    .map(([, name = '', double, single]) => [name, unescape(double ?? single ?? '')]));
}

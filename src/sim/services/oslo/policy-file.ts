// policy.yaml and policy.json: one mapping of names to rules. Of YAML only what such a file needs.

/** Names and rules of a policy file; null where it is no mapping of texts. */
export function parsePolicyFile(text: string): [string, string][] | null {
  return text.trimStart().startsWith('{') ? fromJson(text) : fromYaml(text);
}

function fromJson(text: string): [string, string][] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
    return Object.entries(value).map(([name, rule]): [string, string] => [name, typeof rule === 'string' ? rule : '!']);
  } catch {
    return null;
  }
}

function fromYaml(text: string): [string, string][] | null {
  const rules: [string, string][] = [];
  for (const line of text.split('\n')) {
    if (/^\s*(#.*|---.*|\.\.\..*)?$/.test(line)) continue;
    const last = rules.at(-1);
    if (/^\s/.test(line) && last !== undefined) {
      last[1] = `${last[1]} ${line.trim()}`.trim();
      continue;
    }
    const match = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'#][^#]*?)\s*:(?:\s+(.*))?$/.exec(line);
    if (match === null) return null;
    const [, name = '', rule = ''] = match;
    rules.push([unquote(name), rule.replace(/^[>|][+-]?$/, '')]);
  }
  return rules.map(([name, rule]): [string, string] => [name, unquote(rule.replace(/\s+#.*$/, '').trim())]);
}

function unquote(text: string): string {
  if (/^'.*'$/s.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  return /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text;
}

// Command lines of units: ExecStart= and its kin (systemd.service(5), "COMMAND LINES").

/** One command as written, specifiers filled in; variables are filled in when it runs. Plain data. */
export interface ExecLine {
  /** As shown: the first word without its prefixes. */
  readonly path: string;
  readonly argv: readonly string[];
  /** `-`: failure is ignored. */
  readonly ignoresFailure: boolean;
  /** `+`, `!` or `!!`: keeps root's ids. */
  readonly isPrivileged: boolean;
  /** `:`: no variables. */
  readonly isVerbatim: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', '\'': '\'', s: ' ',
};

/** Splits a line into words: quotes, C escapes; a lone `;` parts commands and stays a word. Null: unbalanced quotes. */
export function splitWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      const [value, length] = unescapeAt(text, at + 1);
      word = (word ?? '') + value;
      at += length;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === '\'') {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return null;
  if (word !== null) words.push(word);
  return words;
}

function unescapeAt(text: string, at: number): readonly [string, number] {
  const letter = text.charAt(at);
  const hex = /^x([0-9a-fA-F]{2})/.exec(text.slice(at));
  if (hex !== null) return [String.fromCharCode(Number.parseInt(hex[1] ?? '', 16)), 3];
  const octal = /^[0-7]{3}/.exec(text.slice(at));
  if (octal !== null) return [String.fromCharCode(Number.parseInt(octal[0], 8)), 3];
  const known = ESCAPES[letter];
  return known === undefined ? [`\\${letter}`, 1] : [known, 1];
}

/** Parses the value of an Exec setting; a string is systemd's complaint. */
export function parseExec(value: string): readonly ExecLine[] | string {
  const words = splitWords(value);
  if (words === null) return 'Unbalanced quoting, ignoring: ' + value;
  const lines: ExecLine[] = [];
  let current: string[] = [];
  for (const word of [...words, ';']) {
    if (word !== ';') current.push(word);
    else if (current.length > 0) {
      const line = oneCommand(current);
      if (typeof line === 'string') return line;
      lines.push(line);
      current = [];
    }
  }
  return lines;
}

function oneCommand(words: readonly string[]): ExecLine | string {
  const [, prefixes = '', path = ''] = /^([-@:+!]*)(.*)$/s.exec(words[0] ?? '') ?? [];
  if (path === '') return `Empty path in command line, ignoring: ${words.join(' ')}`;
  if (path.includes('/') && !path.startsWith('/')) {
    return `Neither a valid executable name nor an absolute path: ${path}`;
  }
  const rest = words.slice(1).map((word) => (word === '\\;' ? ';' : word));
  return {
    path, argv: prefixes.includes('@') ? rest : [path, ...rest], ignoresFailure: prefixes.includes('-'), isPrivileged: /[+!]/.test(prefixes), isVerbatim: prefixes.includes(':'),
  };
}

/** Fills in `${NAME}` inside words and `$NAME` as whole words (split at blanks). */
export function substitute(line: ExecLine, env: Readonly<Record<string, string>>): string[] {
  if (line.isVerbatim) return [...line.argv];
  return line.argv.flatMap((word) => {
    const alone = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(word);
    if (alone !== null) return splitWords(env[alone[1] ?? ''] ?? '') ?? [];
    return [word.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => env[name] ?? '').replaceAll('$$', '$')];
  });
}

/** The lines of an EnvironmentFile=: `NAME=value`, quotes taken off, comments left out. */
export function parseEnvironmentFile(text: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const raw of text.replace(/\\\n/g, '').split('\n')) {
    const line = raw.trim();
    const found = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    if (found === null || /^[#;]/.test(line)) continue;
    const value = (found[2] ?? '').trim();
    const quoted = /^(["'])(.*)\1$/s.exec(value);
    env[found[1] ?? ''] = quoted === null ? value : (quoted[2] ?? '').replace(/\\(["\\$`])/g, '$1');
  }
  return env;
}

/** The assignments of one Environment= line: `"A=b c" D=e`. */
export function parseEnvironment(value: string): Record<string, string> {
  return Object.fromEntries((splitWords(value) ?? []).filter((word) => word.includes('='))
    .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
}

// interactive: the client's own prompt (cliff over cmd2). Knows nothing of any command.

/** Words of a line as Python's shlex.split gives them; null: a quote is not closed. */
export function shlexSplit(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === "'" || character === '"') {
      const end = closing(line, at);
      if (end === -1) return null;
      const inside = line.slice(at + 1, end);
      word = (word ?? '') + (character === '"' ? inside.replaceAll(/\\(["\\])/g, '$1') : inside);
      at = end;
    } else if (character === '\\') {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else {
      word = (word ?? '') + character;
    }
  }
  return word === null ? words : [...words, word];
}

function closing(line: string, from: number): number {
  const quote = line[from];
  for (let at = from + 1; at < line.length; at += 1) {
    if (quote === '"' && line[at] === '\\') at += 1;
    else if (line[at] === quote) return at;
  }
  return -1;
}

/** A typed line: the command's part, what behind `;` is left out, and where the output goes. */
export interface Statement {
  readonly text: string;
  readonly to: { readonly path: string; readonly appends: boolean } | null;
  /** A shell command that reads the output, or null. */
  readonly pipe: string | null;
}

/** Takes `;`, `>`, `>>` and `|` off a line, outside of quotes (cmd2's parser). */
export function parseStatement(line: string): Statement {
  const marks = [...line.matchAll(/"(?:\\.|[^"])*"|'[^']*'|;|\||>>?/g)].filter(([mark]) => !/^["']/.test(mark));
  const [first] = marks;
  if (first === undefined) return { text: line, to: null, pipe: null };
  const text = line.slice(0, first.index);
  const rest = line.slice(first.index + first[0].length).trim();
  switch (first[0]) {
    case '|': return { text, to: null, pipe: rest };
    case ';': return { text, to: null, pipe: null };
    default: return { text, to: { path: (shlexSplit(rest) ?? [])[0] ?? '', appends: first[0] === '>>' }, pipe: null };
  }
}

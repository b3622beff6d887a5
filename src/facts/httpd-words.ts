/** Takes the first word off a line: words end at blanks, quotes keep blanks (ap_getword_conf). */
export function takeWord(line: string): { readonly word: string; readonly rest: string } {
  const text = line.trimStart();
  const quote = text[0];
  if (quote !== '"' && quote !== "'") {
    const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
    return { word, rest };
  }
  let word = '';
  let at = 1;
  for (; at < text.length && text[at] !== quote; at += 1) {
    if (text[at] === '\\' && (text[at + 1] === quote || text[at + 1] === '\\')) at += 1;
    word += text[at] ?? '';
  }
  return { word, rest: text.slice(at + 1).trimStart() };
}

/** All words of a line. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== '') {
    const next = takeWord(rest);
    words.push(next.word);
    rest = next.rest;
  }
  return words;
}

/** A shell pattern (`*`, `?`, `[…]`) as a regular expression over one name or a whole text. */
export function patternOf(pattern: string): RegExp {
  const body = pattern.replace(/[.+^${}()|\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${body}$`);
}

export const isPattern = (text: string): boolean => /[*?[]/.test(text);

/** Python's textwrap.fill(text, width) with its defaults: breaks at white space and hyphens, cuts words that are too long. */
export function fill(text: string, width: number): string {
  return wrapText(text, width).join('\n');
}

/** Lines of at most `width`, white space made single first, as argparse breaks a help text. */
export const fillWords = (text: string, width: number): string[] => wrapText(text.replaceAll(/\s+/g, ' ').trim(), width);

const LETTER = '[^\\d\\W]';
const CHUNK = new RegExp(
  `\\s+|(?<=[\\w!"'&.,?])-{2,}(?=\\w)|\\S\\S*?(?:-(?:(?<=${LETTER}{2}-)|(?<=${LETTER}-${LETTER}-))(?=${LETTER}-?${LETTER})|(?=\\s|$)|(?<=[\\w!"'&.,?])(?=-{2,}\\w))`,
  'gu',
);

function wrapText(text: string, width: number): string[] {
  const chunks = (text.replaceAll(/[\t\n\v\f\r]/g, ' ').match(CHUNK) ?? []).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    const line: string[] = [];
    let length = 0;
    if (lines.length > 0 && chunks.at(-1)?.trim() === '') chunks.pop();
    while (chunks.length > 0 && length + (chunks.at(-1) ?? '').length <= width) {
      const chunk = chunks.pop() ?? '';
      line.push(chunk);
      length += chunk.length;
    }
    const next = chunks.at(-1);
    if (next !== undefined && next.length > width) {
      const room = width - length;
      line.push(next.slice(0, room));
      chunks[chunks.length - 1] = next.slice(room);
    }
    if (line.at(-1)?.trim() === '') line.pop();
    if (line.length > 0) lines.push(line.join(''));
  }
  return lines;
}

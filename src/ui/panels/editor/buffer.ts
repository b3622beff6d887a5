// A file's text as an editor shows it: lines without the last newline, which is put back on saving.

/** The text to edit. A file that is not there yet is empty. */
export const toBuffer = (file: string | null): string => (file ?? '').replace(/\n$/, '');

/** The text to write: every line ends in a newline, and a buffer without any text is an empty file, unless it was one empty line. */
export function toFile(buffer: string, file: string | null): string {
  if (buffer === '') return file === '\n' ? '\n' : '';
  return `${buffer}\n`;
}

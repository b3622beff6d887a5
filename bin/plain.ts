const OSC = /\x1b\][^\x07\x1b]*(\x07|\x1b\\)/g;
const CSI = /\x1b\[[0-9;?>=!]*[ -/]*[@-~]/g;
const OTHER = /\x1b[()#][A-Za-z0-9]|\x1b[=>78cDEHM]/g;

/** A raw terminal stream without escapes, as a person reads it: colours gone, CR NL as NL, overwritten text dropped. */
export function plain(stream: string): string {
  const text = stream.replaceAll(OSC, '').replaceAll(CSI, '').replaceAll(OTHER, '').replaceAll('\x07', '').replaceAll(/\r+\n/g, '\n');
  return text.split('\n').map(overwritten).join('\n');
}

/** What is left of a line after its carriage returns and backspaces. */
function overwritten(line: string): string {
  const cells: string[] = [];
  let at = 0;
  for (const character of line) {
    if (character === '\r') at = 0;
    else if (character === '\b') at = Math.max(0, at - 1);
    else {
      cells[at] = character;
      at += 1;
    }
  }
  return cells.join('');
}

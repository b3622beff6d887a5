/** What stands before the object on ip's command line. */
export interface IpOptions {
  family: 'inet' | 'inet6' | 'link' | null;
  isBrief: boolean;
  isOneLine: boolean;
  isJson: boolean;
  isPretty: boolean;
  statistics: number;
  isDetailed: boolean;
  isColored: boolean;
  isHuman: boolean;
}

/** Ends ip with a message as it stands and a status: 255 for usage, 1 before the kernel is asked, 2 when it refuses. */
export class IpError extends Error {
  override readonly name = 'IpError';
  readonly status: number;

  constructor(message: string, status = 255) {
    super(message);
    this.status = status;
  }
}

/** Finds a sub-command by prefix, in iproute2's order. */
export function verb<T extends string>(word: string | undefined, verbs: readonly T[], object: string): T | null {
  if (word === undefined) return null;
  const found = verbs.find((each) => each.startsWith(word));
  if (found === undefined) throw new IpError(`Command "${word}" is unknown, try "ip ${object} help".`);
  return found;
}

/** Colours as `ip -c` gives them. */
export function paint(options: IpOptions, color: 'name' | 'mac' | 'inet' | 'inet6' | 'up' | 'down', text: string): string {
  if (!options.isColored) return text;
  const code = { name: 36, mac: 33, inet: 35, inet6: 34, up: 32, down: 31 }[color];
  return `\x1b[${code}m${text}\x1b[0m`;
}

/** JSON as ip prints it: `-j` on one line, with `-p` indented in its own way. */
export function jsonText(value: unknown[], options: IpOptions): string {
  if (!options.isPretty) return `${JSON.stringify(value)}\n`;
  return `[ ${value.map((each) => pretty(each, 1)).join(',')} ]\n`;
}

function pretty(value: unknown, depth: number): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[ ]';
    return `[ ${value.map((each) => pretty(each, depth + 1)).join(',')} ]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pad = '    '.repeat(depth + 1);
  const lines = Object.entries(value).map(([key, each]) => `${pad}${JSON.stringify(key)}: ${pretty(each, depth + 1)}`);
  return `{\n${lines.join(',\n')}\n${'    '.repeat(depth)}}`;
}

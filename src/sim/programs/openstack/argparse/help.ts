import { fillWords } from '../cliff/wrap.ts';
import { formatArguments, isFlag, isPositional, type Argument, type ParserSpec } from './argument.ts';
import { formatUsage } from './usage.ts';

export interface HelpTexts {
  readonly description: string;
  readonly helpOf: (argument: Argument) => string;
  /** Groups of arguments with a title of their own, after the options. */
  readonly titles: readonly { readonly dests: readonly string[]; readonly title: string }[];
  readonly epilog: string;
}

/** A parser's whole help, as argparse prints it. */
export function formatHelp(parser: ParserSpec, columns: number, texts: HelpTexts): string {
  const width = columns - 2;
  const shown = parser.arguments.filter((argument) => argument.hidden !== true);
  const titled = new Set(texts.titles.flatMap(({ dests }) => dests));
  const plain = shown.filter(({ dest }) => !titled.has(dest));
  const sections: (readonly [string, readonly Argument[]])[] = [
    ['positional arguments', plain.filter(isPositional)], ['options', plain.filter((argument) => !isPositional(argument))],
    ...texts.titles.map(({ title, dests }) => [title, shown.filter(({ dest }) => dests.includes(dest))] as const),
  ];
  const longest = Math.max(0, ...shown.map((argument) => invocation(argument).length + 2));
  const column = Math.min(longest + 2, Math.min(24, Math.max(width - 20, 4)));
  const blocks = sections.filter(([, list]) => list.length > 0)
    .map(([title, list]) => `${title}:\n${list.map((argument) => entry(argument, texts.helpOf(argument), column, width)).join('')}`);
  const parts = [formatUsage(parser, columns).trimEnd(), paragraph(texts.description, width), ...blocks.map((block) => block.trimEnd()), paragraph(texts.epilog, width)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const paragraph = (text: string, width: number): string => (text === '' ? '' : fillWords(text, width).join('\n'));

/** `-c COLUMN, --column COLUMN`. */
function invocation(argument: Argument): string {
  if (argument.flags === undefined) return Array.isArray(argument.metavar) ? argument.metavar.join(' ') : typeof argument.metavar === 'string' ? argument.metavar : argument.dest;
  const value = isFlag(argument) ? '' : ` ${formatArguments(argument)}`;
  return argument.flags.map((flag) => `${flag}${value}`).join(', ');
}

function entry(argument: Argument, help: string, column: number, width: number): string {
  const name = `  ${invocation(argument)}`;
  const lines = help === '' ? [] : fillWords(help, Math.max(width - column, 11));
  if (lines.length === 0) return `${name}\n`;
  const isShort = name.length <= column - 2;
  const [first = '', ...rest] = lines;
  const head = isShort ? `${name.padEnd(column)}${first}\n` : `${name}\n${' '.repeat(column)}${first}\n`;
  return head + rest.map((line) => `${' '.repeat(column)}${line}\n`).join('');
}

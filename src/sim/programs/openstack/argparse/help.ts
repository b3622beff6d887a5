import { fillWords } from '../cliff/wrap.ts';
import { formatArguments, isFlag, isPositional, type Argument, type ParserSpec } from './argument.ts';
import { formatUsage } from './usage.ts';

/** A group of arguments with a title of its own. */
export interface Section {
  readonly title: string;
  readonly description?: string;
  readonly dests: readonly string[];
}

export interface HelpTexts {
  readonly description: string;
  readonly helpOf: (argument: Argument) => string;
  /** Groups behind the options. */
  readonly sections: readonly Section[];
  readonly epilog: string;
  /** Underlined titles, slanted values: on a terminal (autopage). */
  readonly isColoured: boolean;
}

/** A parser's whole help, as argparse prints it. */
export function formatHelp(parser: ParserSpec, columns: number, texts: HelpTexts): string {
  const width = Math.max(columns - 2, 11);
  const shown = parser.arguments.filter((argument) => argument.hidden !== true);
  const taken = new Set(texts.sections.flatMap(({ dests }) => dests));
  const plain = shown.filter(({ dest }) => !taken.has(dest));
  const blocks = [
    { title: 'positional arguments', list: plain.filter(isPositional) }, { title: 'options', list: plain.filter((argument) => !isPositional(argument)) },
    ...texts.sections.map(({ title, description = '', dests }) => ({ title, description, list: shown.filter(({ dest }) => dests.includes(dest)) })),
  ].filter(({ list }) => list.length > 0);
  const longest = Math.max(0, ...shown.map((argument) => invocation(argument, false).length + 2));
  const column = Math.min(longest + 2, Math.min(24, Math.max(width - 20, 4)));
  const paint = (title: string): string => (texts.isColoured ? `\x1b[4m${title}\x1b[0m` : title);
  const parts = [formatUsage(parser, columns).trimEnd(), fillWords(texts.description, width).join('\n'), ...blocks.map((block) => {
    const about = 'description' in block && block.description !== '' ? `  ${block.description}\n\n` : '';
    return `${paint(block.title)}:\n${about}${block.list.map((argument) => entry(argument, texts, column, width)).join('')}`.trimEnd();
  }), fillWords(texts.epilog, width).join('\n')];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** `-c COLUMN, --column COLUMN`. */
function invocation(argument: Argument, isColoured: boolean): string {
  const paint = (text: string): string => (isColoured ? `\x1b[3m${text}\x1b[0m` : text);
  if (argument.flags === undefined) {
    if (Array.isArray(argument.metavar)) return argument.metavar.join(' ');
    return paint(typeof argument.metavar === 'string' ? argument.metavar : argument.choices === undefined ? argument.dest : `{${argument.choices.join(',')}}`);
  }
  const value = isFlag(argument) ? '' : ` ${paint(formatArguments(argument))}`;
  return argument.flags.map((flag) => `${flag}${value}`).join(', ');
}

function entry(argument: Argument, texts: HelpTexts, column: number, width: number): string {
  const name = `  ${invocation(argument, texts.isColoured)}`;
  const size = invocation(argument, false).length + 2;
  const [first, ...rest] = fillWords(texts.helpOf(argument), Math.max(width - column, 11));
  if (first === undefined) return `${name}\n`;
  const pad = ' '.repeat(column);
  const head = size <= column - 2 ? `${name}${' '.repeat(column - size)}${first}\n` : `${name}\n${pad}${first}\n`;
  return head + rest.map((line) => `${pad}${line}\n`).join('');
}

import { formatArguments, isFlag, isPositional, isRequired, type Argument, type Exclusive, type ParserSpec } from './argument.ts';

const PREFIX = 'usage: ';

/** The usage text with its final newline, wrapped for a terminal of `columns` (Python 3.11's HelpFormatter). */
export function formatUsage(parser: ParserSpec, columns: number): string {
  const { prog } = parser;
  const width = Math.max(columns - 2, 11);
  const optionals = parser.arguments.filter((argument) => !isPositional(argument));
  const positionals = parser.arguments.filter(isPositional);
  const whole = [prog, formatActions([...optionals, ...positionals], parser.exclusive)].filter((part) => part !== '').join(' ');
  if (PREFIX.length + whole.length <= width) return `${PREFIX}${whole}\n`;
  const optionParts = split(formatActions(optionals, parser.exclusive));
  const positionParts = split(formatActions(positionals, parser.exclusive));
  return `${PREFIX}${wrap(prog, optionParts, positionParts, width).join('\n')}\n`;
}

/** Parts that are never broken: bracketed groups and words. */
const split = (usage: string): string[] => usage.match(/\(.*?\)+(?=\s|$)|\[.*?\]+(?=\s|$)|\S+/g) ?? [];

function wrap(prog: string, options: readonly string[], positionals: readonly string[], width: number): string[] {
  const lines = (parts: readonly string[], indent: string, prefixLength?: number): string[] => {
    const out: string[] = [];
    let line: string[] = [];
    let length = (prefixLength ?? indent.length) - 1;
    for (const part of parts) {
      if (length + 1 + part.length > width && line.length > 0) {
        out.push(indent + line.join(' '));
        line = [];
        length = indent.length - 1;
      }
      line.push(part);
      length += part.length + 1;
    }
    if (line.length > 0) out.push(indent + line.join(' '));
    if (prefixLength !== undefined && out[0] !== undefined) out[0] = out[0].slice(indent.length);
    return out;
  };
  if (PREFIX.length + prog.length <= 0.75 * width) {
    const indent = ' '.repeat(PREFIX.length + prog.length + 1);
    if (options.length > 0) return [...lines([prog, ...options], indent, PREFIX.length), ...lines(positionals, indent)];
    return positionals.length > 0 ? lines([prog, ...positionals], indent, PREFIX.length) : [prog];
  }
  const indent = ' '.repeat(PREFIX.length);
  const together = lines([...options, ...positionals], indent);
  return [prog, ...(together.length > 1 ? [...lines(options, indent), ...lines(positionals, indent)] : together)];
}

/** argparse's _format_actions_usage: brackets for what may be left out, bars in exclusive groups. */
function formatActions(list: readonly Argument[], groups: readonly Exclusive[]): string {
  const inserts = new Map<number, string>();
  const grouped = new Set<Argument>();
  for (const group of groups) markGroup(list, group, inserts, grouped);
  const parts: (string | null)[] = list.map((argument, index) => {
    if (argument.hidden !== true) return formatOne(argument, grouped.has(argument));
    if (inserts.get(index) === '|') inserts.delete(index);
    else if (inserts.get(index + 1) === '|') inserts.delete(index + 1);
    return null;
  });
  for (const index of [...inserts.keys()].sort((a, b) => b - a)) parts.splice(index, 0, inserts.get(index) ?? '');
  return parts.filter((part) => part !== null).join(' ')
    .replaceAll(/([[(]) /g, '$1').replaceAll(/ ([\])])/g, '$1').replaceAll(/[[(] *[\])]/g, '').trim();
}

/** A group is shown as one only where its members stand side by side. */
function markGroup(list: readonly Argument[], group: Exclusive, inserts: Map<number, string>, grouped: Set<Argument>): void {
  const members = list.filter((argument) => group.dests.includes(argument.dest));
  const start = list.indexOf(members[0] as Argument);
  if (members.length === 0 || members.some((member, index) => list[start + index] !== member)) return;
  const end = start + members.length;
  const add = (index: number, text: string, joint: string): void => {
    const before = inserts.get(index);
    inserts.set(index, before === undefined ? text : before + joint + text);
  };
  for (const member of members) grouped.add(member);
  const exposed = members.filter((member) => member.hidden !== true).length;
  if (group.required !== true) {
    add(start, '[', ' ');
    add(end, ']', '');
  } else if (exposed > 1) {
    add(start, '(', ' ');
    add(end, ')', '');
  }
  for (let index = start + 1; index < end; index += 1) inserts.set(index, '|');
}

function formatOne(argument: Argument, isGrouped: boolean): string {
  if (isPositional(argument)) {
    const part = formatArguments(argument);
    return isGrouped && part.startsWith('[') && part.endsWith(']') ? part.slice(1, -1) : part;
  }
  const flag = argument.flags?.[0] ?? '';
  const part = isFlag(argument) ? flag : `${flag} ${formatArguments(argument)}`;
  return isRequired(argument) || isGrouped ? part : `[${part}]`;
}

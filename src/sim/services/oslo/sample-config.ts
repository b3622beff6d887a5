import type { OptionSpec } from './config.ts';

const KINDS: Readonly<Record<string, string>> = {
  String: 'text', Integer: 'whole number', Boolean: 'true or false', Float: 'number', List: 'list, separated by commas', Dict: 'NAME:VALUE pairs, separated by commas',
  MultiString: 'text, may be given several times', Port: 'port', HostAddress: 'host name or address', URI: 'address (URI)',
};

/** A configuration file with every option of a service at its default, as a comment. */
export function sampleConfig(options: readonly OptionSpec[], active: Readonly<Record<string, string>> = {}): string {
  const sections = [...new Set(options.map(({ section }) => section))].sort((a, b) => (a === 'DEFAULT' ? -1 : b === 'DEFAULT' ? 1 : a < b ? -1 : 1));
  return sections.map((section) => {
    const own = options.filter((option) => option.section === section);
    return `[${section}]\n\n${own.map((option) => entry(option, active[`${section}/${option.name}`])).join('\n')}`;
  }).join('\n\n');
}

function entry(option: OptionSpec, value: string | undefined): string {
  const limits = [
    ...(option.min === undefined ? [] : [`at least ${option.min}`]), ...(option.max === undefined ? [] : [`at most ${option.max}`]),
    ...(option.choices === undefined ? [] : [`one of ${option.choices.map((choice) => choice ?? '<None>').join(', ')}`]),
  ];
  const notes = [`# ${[KINDS[option.type] ?? 'text', ...limits].join('; ')}`, ...(option.removal === true ? ['# Will be removed.'] : [])];
  const lines = shown(option).map((text) => `#${option.name} = ${text}`.trimEnd());
  return [...notes, ...lines, ...(value === undefined ? [] : [`${option.name} = ${value}`])].join('\n') + '\n';
}

function shown(option: OptionSpec): string[] {
  const { default: value } = option;
  if (value === null) return ['<None>'];
  if (Array.isArray(value)) return option.multi === true ? value.map(String) : [value.join(',')];
  return [typeof value === 'object' ? Object.entries(value).map(([key, each]) => `${key}:${JSON.stringify(each)}`).join(',') : String(value)];
}

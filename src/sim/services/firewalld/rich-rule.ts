import { escapeXml, type Element } from './xml.ts';

/** Elements of a rich rule and the attributes each may have (firewalld.richlanguage(5)). */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  rule: ['family', 'priority'], source: ['address', 'mac', 'ipset', 'invert'], destination: ['address', 'ipset', 'invert'], service: ['name'],
  port: ['port', 'protocol'], protocol: ['value'], 'icmp-block': ['name'], 'icmp-type': ['name'], masquerade: [],
  'forward-port': ['port', 'protocol', 'to-port', 'to-addr'], 'source-port': ['port', 'protocol'], log: ['prefix', 'level'], nflog: ['group', 'prefix'],
  audit: [], accept: [], reject: ['type'], drop: [], mark: ['set'], limit: ['value'],
};

/** One element of a rule. */
export interface RulePart {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A rule could not be read; `message` starts with firewalld's code. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
}

/** Reads `rule family="ipv4" source address="10.0.0.0/24" accept`. Throws RuleError (INVALID_RULE, MISSING_FAMILY). */
export function parseRule(text: string): RulePart[] {
  const words = text.match(/[^\s"']*(?:"[^"]*"|'[^']*')|\S+/g) ?? [];
  if (words.length === 0) throw new RuleError('INVALID_RULE: empty rule');
  const parts: { name: string; attributes: Record<string, string> }[] = [];
  for (const word of words) {
    const [, key, value] = /^([\w-]+)=(.*)$/.exec(word) ?? [];
    if (key === undefined) {
      if (word === 'NOT') continue;
      if (ELEMENTS[word] === undefined) throw new RuleError(`INVALID_RULE: unknown element ${word}`);
      parts.push({ name: word, attributes: {} });
      continue;
    }
    const part = parts.at(-1);
    const plain = (value ?? '').replace(/^["'](.*)["']$/, '$1');
    if (!Object.values(ELEMENTS).some((attributes) => attributes.includes(key))) throw new RuleError(`INVALID_RULE: bad attribute '${key}'`);
    if (part === undefined || ELEMENTS[part.name]?.includes(key) !== true) {
      throw new RuleError(`INVALID_RULE: '${key}' outside of any element. Use 'rule <element> ${key}= ...'.`);
    }
    part.attributes[key] = plain;
  }
  if (parts[0]?.name !== 'rule') throw new RuleError(`INVALID_RULE: '${parts[0]?.name ?? ''}' outside of rule. Use 'rule ... ${parts[0]?.name ?? ''} ...'.`);
  checkRule(parts);
  return parts;
}

const ACTIONS = ['accept', 'reject', 'drop', 'mark'];
const WHAT = ['service', 'port', 'protocol', 'icmp-block', 'icmp-type', 'masquerade', 'forward-port', 'source-port'];

function checkRule(parts: readonly RulePart[]): void {
  const has = (names: readonly string[]): boolean => parts.some(({ name }) => names.includes(name));
  const family = parts[0]?.attributes['family'];
  if (family !== undefined && family !== 'ipv4' && family !== 'ipv6') {
    throw new RuleError(`INVALID_RULE: 'family' attribute cannot have '${family}' value. Use 'ipv4' or 'ipv6' instead.`);
  }
  const hasAddress = parts.some(({ name, attributes }) => (name === 'source' || name === 'destination') && attributes['address'] !== undefined);
  if (family === undefined && hasAddress) throw new RuleError('MISSING_FAMILY');
  if (!has(WHAT) && !has(ACTIONS)) throw new RuleError('INVALID_RULE: no element, no action');
  if (!has(WHAT) && !has(['source', 'destination']) && parts[0]?.attributes['priority'] === undefined) throw new RuleError('INVALID_RULE: no element, no source, no destination');
  if (!has(ACTIONS) && !has(['log', 'audit', 'nflog', 'icmp-block', 'forward-port', 'masquerade'])) {
    throw new RuleError('INVALID_RULE: no action, no log, no audit');
  }
}

/** The rule as firewalld shows it: every value in double quotes. */
export const ruleText = (parts: readonly RulePart[]): string =>
  parts.map(({ name, attributes }) => [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${value}"`)].join(' ')).join(' ');

export function ruleFromXml(attributes: Readonly<Record<string, string>>, children: readonly Element[]): string {
  return ruleText([{ name: 'rule', attributes }, ...children]);
}

/** The rule as an XML element; one that cannot be read is left out. */
export function ruleToXml(text: string): string {
  let read: RulePart[];
  try {
    read = parseRule(text);
  } catch (error) {
    if (error instanceof RuleError) return '';
    throw error;
  }
  const [rule, ...parts] = read;
  const show = (attributes: Readonly<Record<string, string>>): string =>
    Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join('');
  return `  <rule${show(rule?.attributes ?? {})}>\n${parts.map(({ name, attributes }) => `    <${name}${show(attributes)}/>\n`).join('')}  </rule>\n`;
}

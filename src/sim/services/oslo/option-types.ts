// The types of oslo.config (oslo_config/types.py): what a text of a configuration file means, or why it does not fit.
import { pythonText } from '../../../base/python.ts';
import type { OptionSpec, OptionValue } from './config.ts';

const TRUE = ['true', '1', 'on', 'yes'];
const FALSE = ['false', '0', 'off', 'no'];

/** A text that does not fit its option's type; the message is oslo.config's reason. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
}

/** The value that a text stands for. Throws ValueError. */
export function convert(option: OptionSpec, text: string): OptionValue {
  switch (option.type) {
    case 'Boolean': return boolean(text);
    case 'Integer': return integer(option, text);
    case 'Port': return integer({ ...option, min: option.min ?? 0, max: option.max ?? 65535 }, text);
    case 'Float': return float(option, text);
    case 'List': return text.trim() === '' ? [] : text.split(',').map((item) => item.trim());
    case 'Dict': return dictionary(text);
    case 'HostAddress': return hostAddress(text);
    case 'URI': return uri(text);
    default: return choice(option, text);
  }
}

function boolean(text: string): boolean {
  if (TRUE.includes(text.toLowerCase())) return true;
  if (FALSE.includes(text.toLowerCase())) return false;
  throw new ValueError(`Unexpected boolean value ${pythonText(text)}`);
}

function integer(option: OptionSpec, text: string): number | null {
  if (text.trim() === '') return null;
  if (!/^\s*[+-]?\d+(_\d+)*\s*$/.test(text)) throw new ValueError(`invalid literal for int() with base 10: ${pythonText(text)}`);
  return inRange(option, Number(text.replaceAll('_', '')));
}

function float(option: OptionSpec, text: string): number | null {
  if (text.trim() === '') return null;
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)) throw new ValueError(`could not convert string to float: ${pythonText(text)}`);
  return inRange(option, Number(text));
}

function inRange({ min, max }: OptionSpec, value: number): number {
  if (min !== undefined && value < min) throw new ValueError(`Should be greater than or equal to ${min}`);
  if (max !== undefined && value > max) throw new ValueError(`Should be less than or equal to ${max}`);
  return value;
}

function dictionary(text: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const pair of text.split(',').map((each) => each.trim()).filter((each) => each !== '')) {
    const colon = pair.indexOf(':');
    if (colon === -1) throw new ValueError('Value should be NAME:VALUE pairs separated by ","');
    const key = pair.slice(0, colon).trim();
    if (key in result) throw new ValueError(`Duplicate key ${key}`);
    result[key] = pair.slice(colon + 1).trim();
  }
  return result;
}

function hostAddress(text: string): string {
  const isIp = /^\d+(\.\d+){3}$/.test(text) ? text.split('.').every((part) => Number(part) < 256) : /^[\da-f]*:[\da-f:.]+$/i.test(text);
  const isName = /^(?!-)[a-z\d-]{1,63}(?<!-)(\.(?!-)[a-z\d-]{1,63}(?<!-))*\.?$/i.test(text) && !/^[\d.]+$/.test(text);
  if (!isIp && !isName) throw new ValueError(`${text} is not a valid host address`);
  return text;
}

function uri(text: string): string {
  if (/^[a-z][a-z\d+.-]*:\/\/[^/]+/i.test(text)) return text;
  const path = encodeURI(text);
  throw new ValueError(`('host, scheme were required but missing', URIReference(scheme=None, authority=None, path=${pythonText(path)}, query=None, fragment=None), ['host', 'scheme'])`);
}

function choice({ choices }: OptionSpec, text: string): string {
  if (choices === undefined || choices.includes(text)) return text;
  throw new ValueError(`Valid values are [${choices.map((each) => each ?? 'None').join(', ')}], but found ${pythonText(text)}`);
}

import type { Json } from '../../../../base/json.ts';
import type { Argument } from './argument.ts';
import { UsageError, nameOf, repr } from './words.ts';
import { str } from '../cliff/values.ts';

/** The value an action stores for the words it was given, `before` being what its dest holds already. */
export function convert(argument: Argument, texts: readonly string[], before: Json): Json {
  const { action = 'Store' } = argument;
  const values = texts.map((text) => typed(argument, text));
  const isMany = argument.nargs === '*' || argument.nargs === '+' || argument.nargs === '...' || (typeof argument.nargs === 'number' && argument.nargs > 0);
  const one = (): Json => (isMany ? values : values[0] ?? argument.const ?? null);
  const list = Array.isArray(before) ? before as readonly Json[] : [];
  switch (action) {
    case 'Store': case 'Range': case 'NonNegative': return action === 'NonNegative' ? nonNegative(argument, texts[0] ?? '') : one();
    case 'Append': case 'AppendToGroup': return [...list, one()];
    case 'KeyValue': case 'KeyValueAppend': return keyValue(argument, texts[0] ?? '', before, action === 'KeyValueAppend');
    case 'MultiKeyValue': case 'MultiKeyValueComma': return [...list, multiKeyValue(argument, texts[0] ?? '')];
    case 'CommaList': return (texts[0] ?? '').split(',');
    case 'JSONKeyValue': return { ...objectOf(before), ...parseJson(argument, texts[0] ?? '') };
    default: return one();
  }
}

function typed(argument: Argument, text: string): Json {
  const value = ofType(argument, text);
  if (argument.choices !== undefined && !argument.choices.includes(str(value))) {
    const isNumber = typeof value === 'number';
    const choices = argument.choices.map((choice) => (isNumber ? choice : repr(choice))).join(', ');
    throw new UsageError(`argument ${nameOf(argument)}: invalid choice: ${isNumber ? str(value) : repr(str(value))} (choose from ${choices})`);
  }
  return value;
}

function ofType(argument: Argument, text: string): Json {
  const { type = '' } = argument;
  if (type === 'int') {
    if (!/^\s*[+-]?\d(_?\d)*\s*$/.test(text)) throw new UsageError(`argument ${nameOf(argument)}: invalid int value: ${repr(text)}`);
    return Number(text.replaceAll('_', ''));
  }
  if (type === 'float') {
    if (text.trim() === '' || Number.isNaN(Number(text))) throw new UsageError(`argument ${nameOf(argument)}: invalid float value: ${repr(text)}`);
    return Number(text);
  }
  if (/lowercase$/.test(type)) return text.toLowerCase();
  if (/uppercase$/.test(type)) return text.toUpperCase();
  if (type === '_convert_ipvx_case') return text.toLowerCase() === 'ipv6' ? 'IPv6' : text.toLowerCase() === 'ipv4' ? 'IPv4' : text;
  return text;
}

const objectOf = (value: Json): Record<string, Json> => (value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } as Record<string, Json> : {});

/** osc-lib's KeyValueAction: `KEY=VALUE`. */
function keyValue(argument: Argument, text: string, before: Json, isAppending: boolean): Json {
  const at = text.indexOf('=');
  if (at === -1) throw new UsageError(`argument ${nameOf(argument)}: Expected 'key=value' type, but got: ${text}`);
  const key = text.slice(0, at);
  if (key === '') throw new UsageError(`argument ${nameOf(argument)}: Property key must be specified: ${text}`);
  const all = objectOf(before);
  const value = text.slice(at + 1);
  const old = all[key];
  return { ...all, [key]: isAppending ? [...(Array.isArray(old) ? old as Json[] : []), value] : value };
}

/** osc-lib's MultiKeyValueAction: `KEY=VALUE[,KEY=VALUE …]`. */
function multiKeyValue(argument: Argument, text: string): Json {
  const out: Record<string, Json> = {};
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=');
    if (at === -1) throw new UsageError(`argument ${nameOf(argument)}: Expected comma separated 'key=value, but got: ${pair}`);
    if (at === 0) throw new UsageError(`argument ${nameOf(argument)}: Each property key must be specified: ${pair}`);
    out[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return out;
}

function nonNegative(argument: Argument, text: string): Json {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`argument ${nameOf(argument)}: ${argument.flags?.[0] ?? argument.dest} expected a non-negative integer`);
}

function parseJson(argument: Argument, text: string): Record<string, Json> {
  try {
    return objectOf(JSON.parse(text) as Json);
  } catch {
    return keyValue(argument, text, {}, false) as Record<string, Json>;
  }
}

/** What an argument's dest holds when the argument is not given. */
export function defaultOf(argument: Argument): Json {
  if (argument.default !== undefined) return argument.default;
  if (argument.action === 'StoreTrue') return false;
  if (argument.action === 'Append' || argument.action === 'AppendConst') return argument.flags === undefined ? null : [];
  return null;
}

import { keyOf, order } from './compare.ts';
import type { AggregateSlot, Env } from './expression-types.ts';
import { arithmetic, divide, integerOf, isDecimal, numberOf, numericOf, parseDecimal, rescale, textOf, type Value } from './values.ts';

type Given = Exclude<Value, null>;

function sum(values: readonly Given[]): Value {
  if (values.length === 0) return null;
  return values.map((value): Given => numericOf(value)).reduce<Given>((a, b) => arithmetic('+', a, b) ?? 0n, 0n);
}

function average(values: readonly Given[]): Value {
  const total = sum(values);
  if (total === null) return null;
  const result = divide(total, BigInt(values.length));
  return isDecimal(result) ? rescale(result, isDecimal(total) ? total.s + 4 : 4) : result;
}

/** Exact arguments give four digits after the point. */
function shown(result: number | null, values: readonly Given[]): Value {
  if (result === null || values.some((value) => typeof value === 'number' || typeof value === 'string')) return result;
  return rescale(parseDecimal(result.toFixed(6)), 4);
}

function variance(values: readonly Given[], isSample: boolean): number | null {
  const numbers = values.map(numberOf);
  if (numbers.length < (isSample ? 2 : 1)) return null;
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / (numbers.length - (isSample ? 1 : 0));
}

const root = (value: number | null): number | null => (value === null ? null : Math.sqrt(value));

function extreme(values: readonly Given[], sign: 1 | -1, collation: string | undefined): Value {
  const [first] = values;
  if (first === undefined) return null;
  return values.reduce((best, each) => (order(each, best, collation) * sign > 0 ? each : best), first);
}

function concat(slot: AggregateSlot, envs: readonly Env[]): Value {
  const sorted = [...envs].sort((a, b) => {
    for (const { by, desc } of slot.order) {
      const result = order(by.eval(a), by.eval(b), by.type.collation);
      if (result !== 0) return desc ? -result : result;
    }
    return 0;
  });
  const texts = sorted.flatMap((env) => {
    const parts = slot.args.map((arg) => textOf(arg.eval(env)));
    return parts.includes(null) ? [] : [parts.join('')];
  });
  if (texts.length === 0) return null;
  return (slot.distinct ? [...new Set(texts)] : texts).join(slot.separator);
}

/** The result of one aggregate function over the rows of a group. */
export function aggregate(slot: AggregateSlot, envs: readonly Env[]): Value {
  if (slot.name === 'GROUP_CONCAT') return concat(slot, envs);
  const [arg] = slot.args;
  if (arg === undefined) return BigInt(envs.length);
  if (slot.name === 'COUNT' && slot.args.length > 1) return countDistinct(slot, envs);
  let values = envs.map((env) => arg.eval(env)).filter((value): value is Given => value !== null);
  if (slot.distinct) {
    const seen = new Map(values.map((value) => [keyOf(value, arg.type.collation), value]));
    values = [...seen.values()];
  }
  switch (slot.name) {
    case 'COUNT': return BigInt(values.length);
    case 'SUM': return sum(values);
    case 'AVG': return average(values);
    case 'MIN': return extreme(values, -1, arg.type.collation);
    case 'MAX': return extreme(values, 1, arg.type.collation);
    case 'BIT_AND': return values.reduce<bigint>((a, b) => a & BigInt.asUintN(64, integerOf(b)), (1n << 64n) - 1n);
    case 'BIT_OR': return values.reduce<bigint>((a, b) => a | BigInt.asUintN(64, integerOf(b)), 0n);
    case 'BIT_XOR': return values.reduce<bigint>((a, b) => a ^ BigInt.asUintN(64, integerOf(b)), 0n);
    case 'VAR_SAMP': return shown(variance(values, true), values);
    case 'STDDEV_SAMP': return shown(root(variance(values, true)), values);
    case 'VARIANCE': case 'VAR_POP': return shown(variance(values, false), values);
    default: return shown(root(variance(values, false)), values);
  }
}

function countDistinct(slot: AggregateSlot, envs: readonly Env[]): bigint {
  const keys = envs.map((env) => slot.args.map((arg) => keyOf(arg.eval(env), arg.type.collation)));
  return BigInt(new Set(keys.filter((parts) => !parts.includes('N')).map((parts) => parts.join('\x01'))).size);
}

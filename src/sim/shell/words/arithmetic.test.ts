import { describe, expect, test } from 'vitest';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';

const run = (text: string, variables: Record<string, string> = {}): string => String(evaluateArithmetic(text, {
  read: (name) => variables[name] ?? '',
  write: (name, value) => { variables[name] = value; },
}));

const problem = (text: string): string => {
  try {
    return run(text);
  } catch (error) {
    if (error instanceof ArithmeticError) return error.message;
    throw error;
  }
};

test('precedence, bases, wrapping at 64 bits', () => {
  expect(['1+2*3', '2**3**2', '-2**2', '7/2', '-7%3', '1<<62<<1', '0x1f+010+2#101+36#z', '1?2:3?4:5', '1,2,3', '!5', '~0']
    .map((text) => run(text))).toEqual(['7', '512', '4', '3', '-1', '-9223372036854775808', '79', '2', '3', '0', '-1']);
});

test('variables are read as expressions, set, and stepped', () => {
  const variables = { x: '1+2', y: 'x' };
  expect(run('y*2', variables)).toBe('6');
  expect(run('z=y+=4', variables)).toBe('7');
  expect(run('z++ + --y', variables)).toBe('13');
  expect(variables).toEqual({ x: '1+2', y: '6', z: '8' });
});

test('branches that are not taken have no effect', () => {
  const variables: Record<string, string> = { a: '0' };
  expect(run('a && (b=1) || (c=2)', variables)).toBe('1');
  expect(run('1 ? 5 : 1/0', variables)).toBe('5');
  expect(variables).toEqual({ a: '0', c: '2' });
});

// Messages of GNU bash 5.2.15.
describe('complaints', () => {
  test.each([
    ['1/0', '1/0: division by 0 (error token is "0")'],
    ['1+', '1+: syntax error: operand expected (error token is "+")'],
    ['2 3', '2 3: syntax error in expression (error token is "3")'],
    ['08', '08: value too great for base (error token is "08")'],
    ['(1', "(1: missing `)' (error token is \"1\")"],
  ])('%s', (text, message) => { expect(problem(text)).toBe(message); });
});

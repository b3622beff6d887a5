import { complain, statOrNull } from '../../host/command.ts';
import type { Stat } from '../../host/inode.ts';
import type { Program } from '../../host/program.ts';
import { curly } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

class TestError extends Error {}

const BINARY = ['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef'];
const UNARY = 'bcdefgGhkLnNOprsStuwxz';

function numberOf(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`invalid integer ${curly(text)}`);
  return BigInt(text.trim().replace(/^\+/, ''));
}

function unary(sys: Sys, operator: string, operand: string): boolean {
  if (operator === 'n') return operand !== '';
  if (operator === 'z') return operand === '';
  if (operator === 't') return /^\d+$/.test(operand) && sys.descriptors().includes(Number(operand)) && sys.isTty(Number(operand));
  if (operator === 'h' || operator === 'L') return statOrNull(sys, operand, { follow: false })?.type === 'symlink';
  const stat = statOrNull(sys, operand);
  if (stat === null) return false;
  const { uid, gid } = sys.credentials;
  const checks: Record<string, (found: Stat) => boolean> = {
    e: () => true, f: (s) => s.type === 'file', d: (s) => s.type === 'directory', c: (s) => s.type === 'character', b: () => false, p: (s) => s.type === 'fifo',
    S: (s) => s.type === 'socket', s: (s) => s.sizeBytes > 0, g: (s) => (s.mode & 0o2000) !== 0, u: (s) => (s.mode & 0o4000) !== 0, k: (s) => (s.mode & 0o1000) !== 0,
    r: () => sys.access(operand, 'read'), w: () => sys.access(operand, 'write'), x: () => sys.access(operand, 'execute'), O: (s) => s.uid === uid, G: (s) => s.gid === gid,
    N: (s) => s.mtimeMs > s.atimeMs,
  };
  return checks[operator]?.(stat) ?? false;
}

function binary(sys: Sys, left: string, operator: string, right: string): boolean {
  if (operator === '=' || operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  if (/^-[no]t$|^-ef$/.test(operator)) {
    const [a, b] = [statOrNull(sys, left), statOrNull(sys, right)];
    if (operator === '-ef') return a !== null && b !== null && a.ino === b.ino;
    const [x, y] = [a?.mtimeMs ?? -1, b?.mtimeMs ?? -1];
    return operator === '-nt' ? x > y : x < y;
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  return { '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b }[operator as '-eq'];
}

/** test's expression, by POSIX's rule of argument counts, with -a, -o, ! and parentheses beyond that. */
function evaluate(sys: Sys, words: readonly string[]): boolean {
  let at = 0;
  const or = (): boolean => {
    let value = and();
    while (words[at] === '-o') {
      at += 1;
      const other = and();
      value ||= other;
    }
    return value;
  };
  const and = (): boolean => {
    let value = term();
    while (words[at] === '-a') {
      at += 1;
      const other = term();
      value &&= other;
    }
    return value;
  };
  const term = (): boolean => {
    const [word, operator, right] = words.slice(at, at + 3);
    if (word === undefined) throw new TestError(`missing argument after ${curly(words.at(-1) ?? '')}`);
    if (operator !== undefined && right !== undefined && BINARY.includes(operator)) {
      at += 3;
      return binary(sys, word, operator, right);
    }
    if (word === '!' && operator !== undefined) {
      at += 1;
      return !term();
    }
    if (word === '(' && operator !== undefined) {
      at += 1;
      const value = or();
      if (words[at++] !== ')') throw new TestError(`${curly(')')} expected`);
      return value;
    }
    if (word.length === 2 && word.startsWith('-') && UNARY.includes(word[1] ?? '') && operator !== undefined) {
      at += 2;
      return unary(sys, word[1] ?? '', operator);
    }
    at += 1;
    return word !== '';
  };
  if (words.length === 0) return false;
  const [first = '', second = ''] = words;
  if (words.length === 2 && first !== '!' && !(first.length === 2 && first.startsWith('-') && UNARY.includes(first[1] ?? ''))) {
    throw new TestError(first.startsWith('-') ? `${curly(first)}: unary operator expected` : `missing argument after ${curly(second)}`);
  }
  if (words.length === 3 && first !== '!' && first !== '(' && !BINARY.includes(second) && second !== '-a' && second !== '-o') {
    throw new TestError(`${curly(second)}: binary operator expected`);
  }
  const value = or();
  if (at < words.length) throw new TestError(words.length === 2 ? `missing argument after ${curly(words[1] ?? '')}` : `extra argument ${curly(words[at] ?? '')}`);
  return value;
}

function testProgram(name: '[' | 'test'): Program {
  return {
    name,
    *run(sys) {
      const words = sys.argv.slice(1);
      try {
        if (name === '[' && words.pop() !== ']') throw new TestError(`missing ${curly(']')}`);
        return evaluate(sys, words) ? 0 : 1;
      } catch (error) {
        if (!(error instanceof TestError)) throw error;
        yield* complain(sys, error.message);
        return 2;
      }
    },
  };
}

/** test(1) of coreutils (bash has its own). */
export const test = testProgram('test');
/** [(1): test with a closing bracket. */
export const bracket = testProgram('[');

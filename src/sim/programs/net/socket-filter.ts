import { isInNetwork } from '../../host/filter.ts';
import type { SocketRow } from './sockets.ts';

export interface SocketFilter {
  /** States asked for by `state …`, or null. */
  readonly states: readonly SocketRow['state'][] | null;
  accepts(row: SocketRow): boolean;
}

type Test = (row: SocketRow) => boolean;

const STATES: Readonly<Record<string, readonly SocketRow['state'][]>> = {
  listening: ['LISTEN'], listen: ['LISTEN'], established: ['ESTAB'], connected: ['ESTAB'], synchronized: ['ESTAB'],
  unconnected: ['UNCONN'], closed: ['UNCONN'], all: ['LISTEN', 'UNCONN', 'ESTAB'],
  'syn-sent': [], 'syn-recv': [], 'fin-wait-1': [], 'fin-wait-2': [], 'time-wait': [], 'close-wait': [], 'last-ack': [], closing: [],
};

/** Reads ss's FILTER: `state X` and an expression of sport, dport, src, dst. A string is the error to print. */
export function parseFilter(operands: readonly string[], portNumber: (name: string) => number | null): SocketFilter | string {
  const words = operands.join(' ').replace(/([()])/g, ' $1 ').split(/\s+/).filter((word) => word !== '');
  let states: SocketRow['state'][] | null = null;
  while (words[0] === 'state') {
    const name = words[1] ?? '';
    const found = STATES[name.toLowerCase()];
    if (found === undefined) return `ss: wrong state name: ${name}`;
    states = [...(states ?? []), ...found];
    words.splice(0, 2);
  }
  if (words.length === 0) return { states, accepts: () => true };
  const parser = new ExpressionParser(words, portNumber);
  const test = parser.either();
  if (test === null || words.length > 0) return `Error: an inet prefix is expected rather than "${operands.join(' ')}".`;
  return { states, accepts: test };
}

class ExpressionParser {
  readonly #words: string[];
  readonly #portNumber: (name: string) => number | null;

  constructor(words: string[], portNumber: (name: string) => number | null) {
    this.#words = words;
    this.#portNumber = portNumber;
  }

  either(): Test | null {
    let left = this.#both();
    while (left !== null && /^(or|\|\|?)$/.test(this.#words[0] ?? '')) {
      this.#words.shift();
      left = join(left, this.#both(), (a, b) => a || b);
    }
    return left;
  }

  #both(): Test | null {
    let left = this.#one();
    while (left !== null && this.#words.length > 0 && !/^(or|\|\|?|\))$/.test(this.#words[0] ?? '')) {
      if (/^(and|&&?)$/.test(this.#words[0] ?? '')) this.#words.shift();
      left = join(left, this.#one(), (a, b) => a && b);
    }
    return left;
  }

  #one(): Test | null {
    const word = this.#words.shift() ?? '';
    if (word === 'not' || word === '!') {
      const inner = this.#one();
      return inner === null ? null : (row) => !inner(row);
    }
    if (word === '(') {
      const inner = this.either();
      return this.#words.shift() === ')' ? inner : null;
    }
    if (word === 'sport' || word === 'dport') return this.#port(word);
    return word === 'src' || word === 'dst' ? this.#address(word) : null;
  }

  #port(side: 'sport' | 'dport'): Test | null {
    const operator = /^(=|==|eq|!=|ne|neq|>=?|<=?|ge|le|gt|lt)$/.test(this.#words[0] ?? '') ? this.#words.shift() ?? '=' : '=';
    const wanted = this.#portNumber((this.#words.shift() ?? '').replace(/^.*:/, ''));
    if (wanted === null) return null;
    return (row) => compare(Number(side === 'sport' ? row.localPort : row.peerPort), operator, wanted);
  }

  #address(side: 'src' | 'dst'): Test | null {
    if (/^(=|==|eq)$/.test(this.#words[0] ?? '')) this.#words.shift();
    const [host = '', port] = (this.#words.shift() ?? '').split(':');
    const wanted = port === undefined || port === '*' ? null : this.#portNumber(port);
    return (row) => {
      const address = (side === 'src' ? row.local : row.peer).replace(/:$/, '');
      const number = side === 'src' ? row.localPort : row.peerPort;
      return (host === '' || host === '*' || isInNetwork(address, host)) && (wanted === null || Number(number) === wanted);
    };
  }
}

function join(left: Test, right: Test | null, how: (a: boolean, b: boolean) => boolean): Test | null {
  return right === null ? null : (row) => how(left(row), right(row));
}

function compare(port: number, operator: string, wanted: number): boolean {
  if (/^(!=|ne|neq)$/.test(operator)) return port !== wanted;
  if (/^(>=|ge)$/.test(operator)) return port >= wanted;
  if (/^(<=|le)$/.test(operator)) return port <= wanted;
  if (/^(>|gt)$/.test(operator)) return port > wanted;
  if (/^(<|lt)$/.test(operator)) return port < wanted;
  return port === wanted;
}

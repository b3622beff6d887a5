// httpd: Apache's web server with mod_wsgi. Knows nothing of the applications it starts.
import TABLE from '../directives.json' with { type: 'json' };

/** One line or section of the configuration. */
export interface Directive {
  /** As typed, e.g. `Listen`, `<VirtualHost`. */
  readonly name: string;
  /** What follows the name; of a section without the closing `>`. */
  readonly args: string;
  readonly file: string;
  readonly line: number;
  /** What stands in a section, null for a plain directive. */
  readonly children: Directive[] | null;
  readonly parent: Directive | null;
}

/** A configuration that cannot be used; `text` is what httpd prints. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** How many words a directive takes: a fixed number, alternatives, a list (I), pairs (I2), On or Off (F), or its own grammar (R). */
export type Arity = '1' | '2' | '3' | '12' | '23' | '123' | 'I' | 'I2' | 'F' | 'R' | 'C';

export interface DirectiveSpec {
  /** The name as httpd itself writes it. */
  readonly name: string;
  /** Its module without `_module`. */
  readonly module: string;
  readonly arity: Arity;
  /** S: of servers, D: of directories and locations, A: anywhere. */
  readonly context: 'S' | 'D' | 'A';
  /** What httpd says of its argument when the number is wrong. */
  readonly help: string;
}

const SPECS = new Map((TABLE).map((row): [string, DirectiveSpec] => {
  const [name = '', module = '', arity = 'R', context = 'A', ...help] = row.split('|');
  return [name.toLowerCase(), { name, module, arity: arity as Arity, context: context as 'S' | 'D' | 'A', help: help.join('|') }];
}));

/** What is known of a directive, by its name in any case; null for a name that no module of the distribution has. */
export const specOf = (name: string): DirectiveSpec | null => SPECS.get(name.toLowerCase()) ?? null;

/** Every directive there is. */
export const allSpecs = (): readonly DirectiveSpec[] => [...SPECS.values()];

const WORDS: Readonly<Partial<Record<Arity, string>>> = {
  1: 'takes one argument', 2: 'takes two arguments', 3: 'takes three arguments', 12: 'takes 1-2 arguments',
  23: 'takes two or three arguments', 123: 'takes one, two or three arguments', I: 'requires at least one argument',
  I2: 'requires at least two arguments',
};

/** The complaint about a wrong number of words, or null when it is right. */
export function arityError(spec: DirectiveSpec, count: number, first: string): string | null {
  const { arity } = spec;
  if (arity === 'F') return count === 1 && /^(on|off)$/i.test(first) ? null : `${spec.name} must be On or Off`;
  if (arity === 'R' || arity === 'C') return null;
  const isRight = arity === 'I' ? count >= 1 : arity === 'I2' ? count >= 2 : arity.includes(String(count)) && count > 0;
  return isRight ? null : `${spec.name} ${WORDS[arity] ?? ''}${spec.help === '' ? '' : `, ${spec.help}`}`;
}

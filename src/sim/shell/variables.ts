import { toBytes } from '../../base/bytes.ts';

/** A shell variable: a string, or an array (indexed by number or by key). */
export interface Variable {
  kind: 'scalar' | 'indexed' | 'associative';
  /** Null: declared but unset. Arrays keep theirs in `items`. */
  value: string | null;
  items: Map<string, string>;
  isExported: boolean;
  isReadonly: boolean;
  isInteger: boolean;
  letterCase: 'lower' | 'upper' | null;
  isReference: boolean;
}

/** A variable nobody has set. */
export const newVariable = (kind: Variable['kind'] = 'scalar', value: string | null = null): Variable => ({
  kind, value, items: new Map(), isExported: false, isReadonly: false, isInteger: false, letterCase: null, isReference: false,
});

const copyVariable = (from: Variable): Variable => ({ ...from, items: new Map(from.items) });

/** Plain data of a variable for a checkpoint. */
export interface SavedVariable {
  readonly name: string;
  readonly kind: Variable['kind'];
  readonly value: string | null;
  readonly items: readonly (readonly [string, string])[];
  readonly flags: string;
}

/** Whether `name` may name a variable. */
export const isName = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);

/** Where bash's hash table of 1024 buckets would hold a key (FNV-1): the order in which `${!map[@]}` lists them. */
function bucketOf(key: string): number {
  let hash = 2166136261;
  for (const byte of toBytes(key)) hash = (Math.imul(hash, 16777619) ^ byte) >>> 0;
  return hash & 1023;
}

/** Keys of an array in the order that bash lists them. */
export function keysOf(variable: Variable): string[] {
  if (variable.kind === 'scalar') return variable.value === null ? [] : ['0'];
  const keys = [...variable.items.keys()];
  if (variable.kind === 'indexed') return keys.sort((a, b) => Number(a) - Number(b));
  return keys.reverse().map((key) => ({ key, at: bucketOf(key) })).sort((a, b) => a.at - b.at).map(({ key }) => key);
}

/** Values of an array in the order of its keys; a string is an array of one. */
export function valuesOf(variable: Variable): string[] {
  if (variable.kind === 'scalar') return variable.value === null ? [] : [variable.value];
  return keysOf(variable).map((key) => variable.items.get(key) ?? '');
}

/** The value that `$name` has: the string, or element 0 of an array. */
export const scalarOf = (variable: Variable): string | null =>
  variable.kind === 'scalar' ? variable.value : variable.items.get('0') ?? null;

/** All variables of a shell: the global ones and, above them, those of the functions that run (dynamic scope). */
export class Variables {
  readonly #scopes: Map<string, Variable>[] = [new Map<string, Variable>()];
  /** Grows with every change of what is exported. */
  version = 0;

  get depth(): number {
    return this.#scopes.length - 1;
  }

  push(): void {
    this.#scopes.push(new Map());
  }

  pop(): void {
    this.#scopes.pop();
    this.version += 1;
  }

  find(name: string): Variable | null {
    for (let depth = this.#scopes.length - 1; depth >= 0; depth -= 1) {
      const variable = this.#scopes[depth]?.get(name);
      if (variable !== undefined) return variable;
    }
    return null;
  }

  /** The variable of the innermost scope only. */
  findLocal(name: string): Variable | null {
    return this.#scopes.at(-1)?.get(name) ?? null;
  }

  /** The variable, made in the global scope if there is none. */
  ensure(name: string): Variable {
    this.version += 1;
    return this.find(name) ?? this.#make(0, name);
  }

  ensureGlobal(name: string): Variable {
    this.version += 1;
    return this.#scopes[0]?.get(name) ?? this.#make(0, name);
  }

  /** A variable of the running function. */
  makeLocal(name: string): Variable {
    this.version += 1;
    const known = this.findLocal(name);
    if (known !== null) return known;
    const outer = this.find(name);
    const variable = this.#make(this.depth, name);
    if (outer?.isExported === true) variable.isExported = true;
    return variable;
  }

  #make(depth: number, name: string): Variable {
    const variable = newVariable();
    this.#scopes[depth]?.set(name, variable);
    return variable;
  }

  unset(name: string): void {
    this.version += 1;
    for (let depth = this.#scopes.length - 1; depth >= 0; depth -= 1) {
      if (this.#scopes[depth]?.has(name) !== true) continue;
      // A local that is unset stays local, and hides the outer one.
      if (depth > 0) this.#scopes[depth]?.set(name, newVariable());
      else this.#scopes[depth]?.delete(name);
      return;
    }
  }

  /** Puts a variable back as it was (null: it was not there), for assignments before a command. */
  restore(name: string, variable: Variable | null): void {
    this.version += 1;
    for (let depth = this.#scopes.length - 1; depth >= 0; depth -= 1) {
      if (this.#scopes[depth]?.has(name) !== true && depth > 0) continue;
      if (variable === null) this.#scopes[depth]?.delete(name);
      else this.#scopes[depth]?.set(name, variable);
      return;
    }
  }

  snapshot(name: string): Variable | null {
    const variable = this.find(name);
    return variable === null ? null : copyVariable(variable);
  }

  /** Names of all visible variables, sorted. */
  names(): string[] {
    const names = new Set(this.#scopes.flatMap((scope) => [...scope.keys()]));
    return [...names].sort();
  }

  clone(): Variables {
    const copy = new Variables();
    copy.#scopes.length = 0;
    for (const scope of this.#scopes) {
      copy.#scopes.push(new Map([...scope].map(([name, variable]) => [name, copyVariable(variable)])));
    }
    return copy;
  }

  save(): SavedVariable[] {
    return [...(this.#scopes[0] ?? [])].map(([name, variable]) => ({
      name, kind: variable.kind, value: variable.value, items: [...variable.items], flags: flagsOf(variable),
    }));
  }

  load(saved: readonly SavedVariable[]): void {
    for (const { name, kind, value, items, flags } of saved) {
      const variable = newVariable(kind, value);
      variable.items = new Map(items);
      setFlags(variable, flags);
      this.#scopes[0]?.set(name, variable);
    }
    this.version += 1;
  }
}

/** Attribute letters in the order in which `declare -p` shows them. */
export function flagsOf(variable: Variable): string {
  return (variable.kind === 'indexed' ? 'a' : '') + (variable.kind === 'associative' ? 'A' : '')
    + (variable.isInteger ? 'i' : '') + (variable.isReference ? 'n' : '') + (variable.isReadonly ? 'r' : '')
    + (variable.isExported ? 'x' : '') + (variable.letterCase === 'lower' ? 'l' : '') + (variable.letterCase === 'upper' ? 'u' : '');
}

/** Switches attributes on (kinds of arrays are not changed here). */
export function setFlags(variable: Variable, flags: string): void {
  if (flags.includes('i')) variable.isInteger = true;
  if (flags.includes('n')) variable.isReference = true;
  if (flags.includes('r')) variable.isReadonly = true;
  if (flags.includes('x')) variable.isExported = true;
  if (flags.includes('l')) variable.letterCase = 'lower';
  if (flags.includes('u')) variable.letterCase = 'upper';
}

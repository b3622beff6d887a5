/** An awk program as a tree. */
export type Expr =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly index: Expr }
  | { readonly kind: 'element'; readonly array: string; readonly keys: readonly Expr[] }
  | { readonly kind: 'in'; readonly array: string; readonly keys: readonly Expr[] }
  | { readonly kind: 'assign'; readonly operator: string; readonly target: Expr; readonly value: Expr }
  | { readonly kind: 'step'; readonly target: Expr; readonly by: 1 | -1; readonly isPrefix: boolean }
  | { readonly kind: 'unary'; readonly operator: '!' | '-' | '+'; readonly operand: Expr }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'match'; readonly isNegated: boolean; readonly text: Expr; readonly pattern: Expr }
  | { readonly kind: 'condition'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[] }
  | { readonly kind: 'group'; readonly inner: Expr }
  | { readonly kind: 'getline'; readonly from: 'input' | 'file' | 'command'; readonly source: Expr | null; readonly target: Expr | null };

export interface Redirection {
  readonly kind: '>' | '>>' | '|';
  readonly target: Expr;
}

export type Stmt =
  | { readonly kind: 'expression'; readonly value: Expr }
  | { readonly kind: 'print'; readonly values: readonly Expr[]; readonly to: Redirection | null }
  | { readonly kind: 'printf'; readonly values: readonly Expr[]; readonly to: Redirection | null }
  | { readonly kind: 'block'; readonly body: readonly Stmt[] }
  | { readonly kind: 'if'; readonly test: Expr; readonly yes: Stmt; readonly no: Stmt | null }
  | { readonly kind: 'while'; readonly test: Expr; readonly body: Stmt }
  | { readonly kind: 'do'; readonly test: Expr; readonly body: Stmt }
  | { readonly kind: 'for'; readonly start: Stmt | null; readonly test: Expr | null; readonly next: Stmt | null; readonly body: Stmt }
  | { readonly kind: 'each'; readonly variable: string; readonly array: string; readonly body: Stmt }
  | { readonly kind: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly kind: 'exit' | 'return'; readonly value: Expr | null }
  | { readonly kind: 'delete'; readonly array: string; readonly keys: readonly Expr[] | null };

export interface Rule {
  readonly kind: 'begin' | 'end' | 'line';
  readonly pattern: Expr | null;
  /** The end of a range. */
  readonly until: Expr | null;
  /** null: print the line. */
  readonly body: Stmt | null;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Stmt;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}

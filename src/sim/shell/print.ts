import type { AndOr, CompoundCommand, CompoundList, Function as FunctionNode, PipelineNode, Redirected, Statement } from 'unbash';
import type { Unit } from './shell.ts';

/** The text of a command as `jobs` shows it: on one line. */
export function jobText(unit: Unit, node: { readonly pos: number; readonly end: number }): string {
  const text = unit.source.slice(node.pos, node.end).trim().replace(/\s*\n\s*/g, '; ').replace(/(\bdo|\bthen|\belse|[{(]); /g, '$1 ');
  return text.replace(/^\((?!\()\s*([^()]*?)[\s;]*\)$/, '( $1 )');
}

const pad = (depth: number): string => '    '.repeat(depth);

/** Writes syntax the way `declare -f` lays it out. */
class Printer {
  readonly #unit: Unit;

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  #source(node: { readonly pos: number; readonly end: number }): string {
    return this.#unit.source.slice(node.pos, node.end);
  }

  #statement(statement: Statement, depth: number): string {
    return this.command(statement.command, depth) + (statement.background === true ? ' &' : '');
  }

  /** Statements on lines of their own; `end` follows the last. */
  list(statements: readonly Statement[], depth: number, end: string): string {
    return statements.map((statement, index) => {
      const isLast = index === statements.length - 1;
      const text = pad(depth) + this.#statement(statement, depth);
      return text + (statement.background === true ? '' : isLast ? end : ';');
    }).join('\n');
  }

  #inline(list: CompoundList, depth: number): string {
    return list.commands.map((statement) => this.#statement(statement, depth)).join('; ');
  }

  command(node: PipelineNode | AndOr, depth: number): string {
    switch (node.type) {
      case 'Command': return this.#source(node);
      case 'AndOr': return node.commands.map((each, index) => {
        const operator = index === 0 ? '' : ` ${node.operators[index - 1] ?? ''} `;
        return operator + this.command(each, depth);
      }).join('');
      case 'Pipeline': {
        const prefix = node.prefixes.map((each) => (each.type === 'Negation' ? '! ' : 'time ')).join('');
        return prefix + node.commands.map((each) => this.command(each, depth)).join(' | ');
      }
      case 'Redirected': return this.redirected(node, depth);
      case 'Function': return this.function(node, depth);
      case 'Coproc': return this.#source(node);
      default: return this.compound(node, depth);
    }
  }

  redirected(node: Redirected, depth: number): string {
    return `${this.compound(node.command, depth)} ${node.redirects.map((each) => this.#source(each)).join(' ')}`;
  }

  compound(node: CompoundCommand, depth: number): string {
    const inner = depth + 1;
    const end = `\n${pad(depth)}`;
    switch (node.type) {
      case 'BraceGroup': return `{ \n${this.list(node.body.commands, inner, '')}${end}}`;
      case 'Subshell': return `( ${this.#inline(node.body, depth)} )`;
      case 'While':
        return `${node.kind} ${this.#inline(node.clause, depth)}; do\n${this.list(node.body.commands, inner, ';')}${end}done`;
      case 'For': case 'Select': {
        const words = node.wordlist === undefined ? '' : ` in ${node.wordlist.map((word) => word.text).join(' ')}`;
        const kind = node.type === 'For' ? 'for' : 'select';
        return `${kind} ${node.name.text}${words};${end}do\n${this.list(node.body.commands, inner, ';')}${end}done`;
      }
      case 'ArithmeticFor': {
        const header = this.#source(node).slice(0, node.body.pos - node.pos).replace(/[;\s]*(?:do|\{)?\s*$/, '');
        return `${header};${end}do\n${this.list(node.body.commands, inner, ';')}${end}done`;
      }
      case 'If': return this.#if(node, depth);
      case 'Case': return this.#case(node, depth);
      case 'TestCommand': return this.#source(node);
      case 'ArithmeticCommand': return this.#source(node);
    }
  }

  #if(node: Extract<CompoundCommand, { type: 'If' }>, depth: number): string {
    const inner = depth + 1;
    const end = `\n${pad(depth)}`;
    let out = `if ${this.#inline(node.clause, depth)}; then\n${this.list(node.then.commands, inner, ';')}${end}`;
    let level = depth;
    let closing = 'fi';
    for (const elif of node.elif) {
      level += 1;
      out += `else\n${pad(level)}if ${this.#inline(elif.clause, level)}; then\n${this.list(elif.then.commands, level + 1, ';')}\n${pad(level)}`;
      closing = `fi;\n${pad(level - 1)}${closing}`;
    }
    if (node.else !== undefined) out += `else\n${this.list(node.else.commands, level + 1, ';')}\n${pad(level)}`;
    return out + closing;
  }

  #case(node: Extract<CompoundCommand, { type: 'Case' }>, depth: number): string {
    const items = node.items.map((item) => {
      const patterns = item.pattern.map((word) => word.text).join(' | ');
      const body = this.list(item.body.commands, depth + 2, '');
      return `${pad(depth + 1)}${patterns})\n${body}${body === '' ? '' : '\n'}${pad(depth + 1)}${item.terminator ?? ';;'}`;
    });
    return `case ${node.word.text} in \n${items.join('\n')}\n${pad(depth)}esac`;
  }

  function(node: FunctionNode, depth: number): string {
    const { body } = node;
    const redirects = body.type === 'Redirected' ? ` ${body.redirects.map((each) => this.#source(each)).join(' ')}` : '';
    const command = body.type === 'Redirected' ? body.command : body;
    const inner = command.type === 'BraceGroup' ? this.list(command.body.commands, depth + 1, '')
      : command.type === 'CompoundList' ? this.list(command.commands, depth + 1, '') : pad(depth + 1) + this.compound(command, depth + 1);
    return `${node.name.text} () \n${pad(depth)}{ \n${inner}\n${pad(depth)}}${redirects}`;
  }
}

/** A function as `declare -f` and `type` show it. */
export const printFunction = (node: FunctionNode, unit: Unit): string => new Printer(unit).function(node, 0);

// pstree (psmisc 23.4).
import { command } from '../../host/command.ts';
import type { ProcessInfo } from '../../host/process.ts';
import { out } from '../../host/stdio.ts';
import { userOf } from './columns.ts';

interface Node {
  readonly label: string;
  readonly children: Node[];
}

export const pstree = command({
  name: 'pstree', usage: ['[-acpu] [ PID | USER ]'], summary: 'Shows the processes as a tree.', version: 'pstree (PSmisc) 23.4', isShortNamed: true,
  options: { short: 'acpunlhAUVgsTtH:', long: { arguments: 'a', 'compact-not': 'c', 'show-pids': 'p', 'uid-changes': 'u', ascii: 'A', unicode: 'U', long: 'l', 'numeric-sort': 'n' } },
  notModelled: ['A', 's', 'H', 'g'],
  *run(sys, args) {
    const all = sys.processes().filter((process) => process.memoryMb > 0);
    const word = args.operands[0];
    const uid = word === undefined || /^\d+$/.test(word) ? null : sys.accounts.byName(word)?.uid ?? null;
    if (word !== undefined && !/^\d+$/.test(word) && uid === null) {
      yield* sys.write(2, `No such user name: ${word}\n`);
      return 1;
    }
    const build = (process: ProcessInfo, parentUid: number): Node => {
      const details = [args.has('p') ? String(process.pid) : '', args.has('u') && process.uid !== parentUid ? userOf(sys, process.uid) : ''].filter((each) => each !== '');
      const words = args.has('a') && process.argv.length > 1 ? ` ${process.argv.slice(1).join(' ')}` : '';
      const children = all.filter((each) => each.ppid === process.pid).sort((a, b) => (args.has('n') ? a.pid - b.pid : a.name < b.name ? -1 : a.name > b.name ? 1 : a.pid - b.pid));
      const threads: Node[] = process.threads > 1 && !args.has('T') ? [{ label: `${process.threads > 2 ? `${process.threads - 1}*[` : ''}{${process.name}}${process.threads > 2 ? ']' : ''}`, children: [] }] : [];
      const nodes = children.map((child) => build(child, process.uid));
      return { label: `${process.name}${details.length === 0 ? '' : args.has('p') ? `(${details.join(',')})` : `(${details.join(',')})`}${words}`, children: [...(args.has('c') || args.has('p') ? nodes : compacted(nodes)), ...threads] };
    };
    const roots = uid !== null ? all.filter((process) => process.uid === uid && all.find((each) => each.pid === process.ppid)?.uid !== uid)
      : all.filter((process) => process.pid === Number(word ?? '1'));
    for (const root of roots) yield* out(sys, `${draw(build(root, 0), args.has('a')).join('\n')}\n`);
    return roots.length === 0 ? 1 : 0;
  },
});

/** Equal branches become one with their number: `2*[agetty]`. */
function compacted(nodes: readonly Node[]): Node[] {
  const counts = new Map<string, { node: Node; count: number }>();
  for (const node of nodes) {
    const key = JSON.stringify(node);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { node, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].map(({ node, count }) => (count === 1 ? node : { label: `${count}*[${node.label}${node.children.length === 0 ? ']' : ''}`, children: node.children.map((child, index) => (index === node.children.length - 1 ? { ...child, label: `${child.label}]` } : child)) }));
}

/** The tree as lines; with arguments every process has a line of its own. */
function draw(node: Node, isTall: boolean): string[] {
  if (node.children.length === 0) return [node.label];
  if (isTall) {
    return [node.label, ...node.children.flatMap((child, index) => {
      const isLast = index === node.children.length - 1;
      return draw(child, true).map((line, row) => `${row === 0 ? (isLast ? '  └─' : '  ├─') : isLast ? '    ' : '  │ '}${line}`);
    })];
  }
  const pad = ' '.repeat([...node.label].length);
  return node.children.flatMap((child, index) => {
    const isLast = index === node.children.length - 1;
    const only = node.children.length === 1;
    return draw(child, false).map((line, row) => {
      if (index === 0 && row === 0) return `${node.label}${only ? '───' : '─┬─'}${line}`;
      return `${pad}${row === 0 ? (isLast ? ' └─' : ' ├─') : only || isLast ? '   ' : ' │ '}${line}`;
    });
  });
}

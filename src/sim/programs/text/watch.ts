import { Failure, command } from '../../host/command.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { shownText, wrapped } from './pager-source.ts';

/** What a command prints, both streams together, and its status. */
function* output(sys: Sys, argv: readonly string[], isShell: boolean): Routine<{ text: string; status: number }> {
  const [read, write] = sys.pipe();
  const path = isShell ? '/bin/sh' : argv[0] ?? '';
  const pid = yield* sys.spawn(path, isShell ? ['sh', '-c', argv.join(' ')] : argv, { fds: { 0: 0, 1: write, 2: write } });
  sys.close(write);
  const text = yield* sys.readAll(read);
  sys.close(read);
  return { text, status: (yield* sys.wait(pid)).status };
}

/** watch(1): a command again and again, its output full screen. */
export const watch = command({
  name: 'watch', usage: ['[options] command'], summary: 'Runs a command every two seconds (-n) and shows what it prints.', version: 'watch from procps-ng 3.3.17', isShortNamed: true,
  options: {
    short: '+bcdeghn:ptxv',
    long: { beep: 'b', color: 'c', differences: 'd', errexit: 'e', chgexit: 'g', 'interval=': 'n', precise: 'p', 'no-title': 't', exec: 'x' },
  },
  notModelled: ['b', 'd', 'p'],
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('');
    const seconds = Number(args.last('n') ?? 2);
    if (Number.isNaN(seconds)) throw new Failure(`failed to parse argument: '${args.last('n') ?? ''}'`);
    if (!sys.isTty(1)) throw new Failure('Error opening terminal: unknown.');
    let previous: string | null = null;
    yield* sys.write(1, '\x1b[?1049h\x1b[22;0;0t\x1b[H\x1b[2J');
    try {
      for (;;) {
        const { text, status } = yield* output(sys, args.operands, !args.has('x'));
        const { columns, rows } = sys.ttySize(1);
        const left = `Every ${seconds.toFixed(1)}s: ${args.operands.join(' ')}`;
        const right = `${sys.hostname}: ${localTime(sys, '%a %b %e %H:%M:%S %Y', sys.nowMs())}`;
        const title = args.has('t') ? '' : `${left.slice(0, Math.max(0, columns - right.length - 1)).padEnd(Math.max(0, columns - right.length))}${right}\n\n`;
        const lines = text.replace(/\n$/, '').split('\n').flatMap((line) => wrapped(shownText(line, args.has('c')), columns)).slice(0, rows - (args.has('t') ? 0 : 2));
        yield* sys.write(1, `\x1b[H\x1b[2J${title}${lines.join('\n')}`);
        if (args.has('e') && status !== 0) return status;
        if (args.has('g') && previous !== null && previous !== text) return 0;
        previous = text;
        sys.checkpoint(() => null);
        yield* sys.sleep(Math.max(0.1, seconds) * 1000);
      }
    } finally {
      if (sys.isTty(1)) yield* sys.write(1, '\x1b[?1049l\x1b[23;0;0t');
    }
  },
});

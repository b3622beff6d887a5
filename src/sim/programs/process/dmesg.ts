// dmesg (util-linux 2.37): what the kernel said, out of the journal's copy of its ring buffer.
import { command } from '../../host/command.ts';
import { localTime } from '../../host/strftime.ts';

export const dmesg = command({
  name: 'dmesg', usage: ['[options]'], summary: 'Shows what the kernel has said since it started.', version: 'dmesg from util-linux 2.37.4', isShortNamed: true,
  options: {
    short: 'CcDdEeF:f:HJkL::l:n:Pp:rSs:TtuwWx', long: { ctime: 'T', notime: 't', human: 'H', 'level=': 'l', 'color=?': 'L', nopager: 'P', kernel: 'k', follow: 'w', clear: 'C', reltime: 'e' },
  },
  notModelled: ['D', 'E', 'n', 'u', 'C', 'c', 'w', 'W', 'H', 'e', 'd', 'F', 'f', 'r', 'x', 'J'],
  *run(sys, args) {
    const levels = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];
    const wanted = args.all('l').flatMap((value) => value.split(',')).map((name) => levels.indexOf(name));
    const unknown = args.all('l').flatMap((value) => value.split(',')).find((name) => !levels.includes(name));
    if (unknown !== undefined) {
      yield* sys.write(2, `dmesg: unknown level '${unknown}'\n`);
      return 1;
    }
    const lines = sys.journal.entries().filter((entry) => entry.identifier === 'kernel' && entry.atMs >= sys.bootMs
      && (wanted.length === 0 || wanted.includes(entry.priority)));
    yield* sys.write(1, lines.map((entry) => {
      const since = Math.max(0, entry.atMs - sys.bootMs);
      const stamp = `${Math.floor(since / 1000)}.${String(since % 1000).padStart(3, '0')}000`;
      const time = args.has('t') ? '' : args.has('T') ? `[${localTime(sys, '%a %b %e %H:%M:%S %Y', entry.atMs)}] ` : `[${stamp.padStart(12)}] `;
      return `${time}${entry.message}\n`;
    }).join(''));
    return 0;
  },
});

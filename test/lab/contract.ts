// What every Lab promises, whatever its machines are made of: one suite, run on each.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typeLine } from '../../src/course/play.ts';
import { SnapshotError, type CommandRecord, type Lab, type LabEvent, type TerminalId } from '../../src/lab/lab.ts';

const SCENE = 'antelope/bare';
const SIZE = { columns: 100, rows: 30 };

/** The end of a chapter, for labs that have it. */
const PREPARED = 'antelope/environment';

interface ContractOptions {
  /** For one test. */
  readonly limitMs: number;
  /** Whether the lab has scenes in which lessons are done already. */
  readonly isPrepared: boolean;
}

/** Runs the suite on labs that `open` makes in the scene `antelope/bare`. */
export function labContract(name: string, open: () => Promise<Lab>, { limitMs, isPrepared }: ContractOptions): void {
  describe(`${name} keeps the contract of Lab`, { timeout: limitMs }, () => {
    let lab: Lab;
    const events: LabEvent[] = [];

    beforeAll(async () => {
      lab = await open();
      await lab.on((event) => events.push(event));
    }, limitMs);
    afterAll(async () => { await lab.close(); });

    const terminal = async (host = 'controller'): Promise<TerminalId> => (await lab.openTerminal(host, SIZE)).id;

    /** Types a line; what it printed between the line and the next prompt, and its record. */
    const run = async (id: TerminalId, line: string): Promise<{ text: string; record: CommandRecord | undefined }> => {
      await typeLine(lab, id, line);
      const screen = shown(await lab.screen(id)).split('\n');
      const [first = ''] = line.split('\n');
      const typed = screen.findLastIndex((each) => each.endsWith(`# ${first}`));
      const text = screen.slice(typed + line.split('\n').length, -1).join('\n');
      return { text, record: (await lab.history()).at(-1) };
    };

    it('has hosts with names and addresses, the controller first', async () => {
      const hosts = await lab.hosts();
      expect(hosts.map(({ name: host, address }) => ({ host, address }))).toEqual([
        { host: 'controller', address: '10.0.0.11' }, { host: 'compute1', address: '10.0.0.31' },
      ]);
      expect(await lab.scenes()).toContain(SCENE);
    });

    it('opens a login shell, takes keys, and tells of each command', async () => {
      const id = await terminal();
      const { text, record } = await run(id, 'echo one two; cd /etc');
      expect(text).toBe('one two');
      expect(record).toMatchObject({ terminal: id, host: 'controller', user: 'root', cwd: '/etc', line: 'echo one two; cd /etc', exit: 0 });
      expect((await run(id, 'pwd; false')).text).toBe('/etc');
      expect((await lab.history()).at(-1)).toMatchObject({ line: 'pwd; false', exit: 1 });
      expect(shown(await lab.screen(id))).toMatch(/\[root@controller etc\]# $/);
      await lab.closeTerminal(id);
    });

    it('counts a here-document as one command, and an empty line as none', async () => {
      const id = await terminal();
      await run(id, 'cat > /root/lines <<END\nfirst\n  second\nEND');
      expect((await lab.history()).at(-1)).toMatchObject({ line: 'cat > /root/lines <<END\nfirst\n  second\nEND', exit: 0 });
      const count = (await lab.history()).length;
      await lab.type(id, '\r');
      expect((await run(id, 'cat /root/lines')).text).toBe('first\n  second');
      expect(await lab.history()).toHaveLength(count + 1);
      await lab.closeTerminal(id);
    });

    it('counts a line that bash cannot read, too', async () => {
      const id = await terminal();
      await run(id, 'true');
      expect((await run(id, 'echo )')).text).toBe("-bash: syntax error near unexpected token `)'");
      expect((await lab.history()).at(-1)).toMatchObject({ line: 'echo )', exit: 2 });
      await lab.closeTerminal(id);
    });

    it('has several terminals on one host, each with a shell and a size of its own', async () => {
      const [first, second] = [await terminal(), await terminal()];
      await run(first, 'cd /tmp; mine=1');
      expect((await run(second, 'pwd; echo "[$mine]"')).text).toBe('/root\n[]');
      await lab.resize(second, { columns: 72, rows: 20 });
      expect((await run(second, 'stty size')).text).toBe('20 72');
      expect((await lab.terminals()).map(({ id }) => id)).toEqual(expect.arrayContaining([first, second]));
      expect((await lab.terminals()).find(({ id }) => id === second)).toEqual({ id: second, host: 'controller', columns: 72, rows: 20 });
      await lab.closeTerminal(first);
      await lab.closeTerminal(second);
      expect((await lab.terminals()).map(({ id }) => id)).not.toEqual(expect.arrayContaining([first]));
    });

    it('says when a shell ends', async () => {
      const id = await terminal();
      const closed = new Promise<void>((resolve) => {
        void lab.on((event) => { if (event.kind === 'closed' && event.terminal === id) resolve(); });
      });
      await lab.type(id, 'exit\r');
      await closed;
      expect((await lab.terminals()).map((each) => each.id)).not.toContain(id);
    });

    it('comes to rest after a command', async () => {
      const id = await terminal();
      const count = events.filter(({ kind }) => kind === 'settled').length;
      await run(id, 'true');
      await expect.poll(() => events.filter(({ kind }) => kind === 'settled').length, { timeout: limitMs / 2 }).toBeGreaterThan(count);
      await lab.closeTerminal(id);
    });

    it('answers probes from what is there', async () => {
      const id = await terminal();
      await run(id, "printf '[a]\\nx = 1\\n[b]\\nx = 2\\n' > /root/some.ini; chmod 640 /root/some.ini; ln -sf some.ini /root/link");
      const [file, none, folder, link, option, unit, hosts, strange, history] = await lab.askAll([
        { kind: 'file', host: 'controller', path: '/root/some.ini' },
        { kind: 'file', host: 'controller', path: '/root/none' },
        { kind: 'file', host: 'controller', path: '/etc' },
        { kind: 'file', host: 'controller', path: '/root/link' },
        { kind: 'option', host: 'controller', path: '/root/some.ini', section: 'b', name: 'x' },
        { kind: 'unit', host: 'controller', name: 'no-such' },
        { kind: 'resolves', host: 'controller', name: 'localhost' },
        { kind: 'file', host: 'network9', path: '/etc' },
        { kind: 'history', host: 'controller', pattern: '^ln |some\\.ini' },
      ]);
      expect(file).toEqual({ kind: 'file', type: 'file', mode: '0640', owner: 'root', group: 'root', text: '[a]\nx = 1\n[b]\nx = 2\n' });
      expect(none).toEqual({ kind: 'file', type: null });
      expect(folder).toEqual({ kind: 'file', type: 'directory', mode: '0755', owner: 'root', group: 'root' });
      expect(link).toMatchObject({ kind: 'file', type: 'symlink', target: 'some.ini' });
      expect(option).toMatchObject({ kind: 'option', value: '2', source: { host: 'controller', path: '/root/some.ini', line: 4, text: 'x = 2' } });
      expect(unit).toMatchObject({ kind: 'unit', load: 'not-found' });
      expect(hosts).toMatchObject({ kind: 'resolves', address: '127.0.0.1' });
      expect(strange).toEqual({ kind: 'file', type: null, problem: 'there is no host `network9`' });
      expect(history).toMatchObject({ lines: [{ host: 'controller', exit: 0 }] });
      await lab.closeTerminal(id);
    });

    it('answers in the same words about packages, units, ports and tables that are not there', async () => {
      const [near, off, none, updates, unit, udp, port, sources, refused, nowhere, nameless, table, rows, overview] = await lab.askAll([
        { kind: 'package', host: 'controller', name: 'Chrony' },
        { kind: 'repository', host: 'controller', id: 'crb' },
        { kind: 'repository', host: 'controller', id: 'mariadb' },
        { kind: 'updates', host: 'controller' },
        { kind: 'unit', host: 'controller', name: 'chronyd' },
        { kind: 'port', host: 'controller', port: 323, protocol: 'udp' },
        { kind: 'port', host: 'controller', port: 3306 },
        { kind: 'time-sources', host: 'controller' },
        { kind: 'reaches', host: 'controller', to: '10.0.0.11', port: 81 },
        { kind: 'reaches', host: 'controller', to: '10.0.0.99' },
        { kind: 'reaches', host: 'controller', to: 'no-such-host' },
        { kind: 'grant', host: 'controller', user: 'keystone', from: '%', database: 'keystone' },
        { kind: 'rows', host: 'controller', database: 'mysql', sql: 'SELECT 1' },
        { kind: 'overview', host: 'controller' },
      ]);
      const stopped = { problem: 'MariaDB does not run on `controller`', why: 'There is no unit `mariadb.service`: its package is not installed.' };
      expect(near).toMatchObject({ version: null, similar: [{ name: 'chrony' }] });
      expect(off).toMatchObject({ isEnabled: false, file: '/etc/yum.repos.d/centos.repo', checksSignatures: true, strays: [] });
      expect(none).toMatchObject({ isEnabled: null, strays: [] });
      expect(updates).toMatchObject({ pending: expect.arrayContaining(['ca-certificates', 'curl', 'tzdata']) as unknown });
      expect(unit).toEqual({ kind: 'unit', load: 'loaded', active: 'active', sub: 'running', isEnabled: true, result: 'success' });
      expect(udp).toMatchObject({ listeners: expect.arrayContaining([{ address: '127.0.0.1', program: 'chronyd' }]) as unknown });
      expect(port).toEqual({ kind: 'port', listeners: [], isBlocked: false, why: stopped.why });
      expect(sources).toMatchObject({ configured: [{ directive: 'pool', name: '2.centos.pool.ntp.org', options: 'iburst' }] });
      expect(refused).toEqual({
        kind: 'reaches', isReached: false, address: '10.0.0.11', error: 'Connection refused', why: '`controller` answers, but nobody listens on port 81 there.',
      });
      expect(nowhere).toMatchObject({ isReached: false, error: 'No route to host', why: 'No host has the address `10.0.0.99`.' });
      expect(nameless).toMatchObject({ isReached: false, error: 'Name or service not known' });
      expect(table).toEqual({ kind: 'grant', account: false, privileges: [], hasAll: false, accounts: [], ...stopped });
      expect(rows).toEqual({ kind: 'rows', columns: [], rows: [], ...stopped });
      expect(overview).toMatchObject({ overview: { host: 'controller', address: '10.0.0.11', databases: [], databaseProblem: 'MariaDB does not run on controller' } });
    });

    it('goes on from a snapshot: files, directory, screen, history', async () => {
      const id = await terminal();
      await run(id, 'echo kept > /root/kept; cd /var');
      const [history, screen] = [await lab.history(), shown(await lab.screen(id))];
      const snapshot = await lab.save();
      await run(id, 'rm -f /root/kept; cd /');
      events.length = 0;
      await lab.restore(snapshot);
      expect(events.map(({ kind }) => kind)).toContain('replaced');
      expect(await lab.history()).toEqual(history);
      expect(shown(await lab.screen(id))).toBe(screen);
      expect((await run(id, 'cat /root/kept; pwd')).text).toBe('kept\n/var');
      await lab.closeTerminal(id);
    });

    it('refuses bytes that are no snapshot, and goes on', async () => {
      await expect(lab.restore(new Uint8Array([1, 2, 3]))).rejects.toBeInstanceOf(SnapshotError);
      const id = await terminal();
      expect((await run(id, 'echo here')).text).toBe('here');
      await lab.closeTerminal(id);
    });

    it('takes back a command where it offers to, and says when it does not', async () => {
      if (!lab.offers.includes('undo')) expect(await lab.undo()).toBe(false);
      else {
        const id = await terminal();
        await run(id, 'echo gone > /root/gone');
        expect(await lab.undo()).toBe(true);
        expect(await lab.ask({ kind: 'file', host: 'controller', path: '/root/gone' })).toMatchObject({ type: null });
      }
    });

    it('has two hosts that reach each other', async () => {
      const id = await terminal('compute1');
      expect((await run(id, 'echo "$HOSTNAME"')).text).toBe('compute1');
      // None of controller's, from whose state a guest's second host comes.
      expect((await run(id, 'ip -o -4 addr show scope global | grep -o "inet [0-9.]*"')).text).toBe('inet 10.0.0.31');
      expect((await run(id, 'ping -c 1 10.0.0.11 > /root/pinged; echo $?')).text).toBe('0');
      expect(await lab.ask({ kind: 'file', host: 'compute1', path: '/root/pinged' })).toMatchObject({ type: 'file' });
      expect(await lab.ask({ kind: 'file', host: 'controller', path: '/root/pinged' })).toMatchObject({ type: null });
      expect(await lab.ask({ kind: 'reaches', host: 'compute1', to: '10.0.0.11' })).toMatchObject({ isReached: true, arrivedAt: 'controller' });
      await lab.closeTerminal(id);
    });

    it('starts a scene anew, and refuses one that it does not know', async () => {
      await expect(lab.reset('antelope/no-such-scene')).rejects.toThrow();
      await lab.reset(SCENE);
      expect(await lab.history()).toEqual([]);
      expect(await lab.ask({ kind: 'file', host: 'controller', path: '/root/kept' })).toMatchObject({ type: null });
      const id = await terminal();
      expect((await run(id, 'ls /root')).text).not.toContain('kept');
    });

    it.skipIf(!isPrepared)('starts a prepared scene: what the lessons before did is done on both hosts, and a save goes on from it', async () => {
      expect(await lab.scenes()).toContain(PREPARED);
      await terminal();
      await lab.reset(PREPARED);
      expect(await lab.terminals()).toEqual([]);
      expect((await lab.history()).map(({ host, line }) => `${host}: ${line}`)).toContain('compute1: systemctl restart chronyd');
      const running = { active: 'active', isEnabled: true };
      const probes = [
        { kind: 'unit', host: 'controller', name: 'chronyd' }, { kind: 'unit', host: 'compute1', name: 'chronyd' },
        { kind: 'reaches', host: 'compute1', to: 'controller' },
      ] as const;
      const ready = [running, running, { isReached: true, address: '10.0.0.11', arrivedAt: 'controller' }];
      expect(await lab.askAll(probes)).toMatchObject(ready);
      const id = await terminal('compute1');
      expect((await run(id, 'hostname; echo $((6 * 7))')).text).toBe('compute1\n42');
      await lab.restore(await lab.save());
      expect((await run(id, 'cd /etc; grep -c controller hosts')).text).toBe('1');
      expect(await lab.askAll(probes)).toMatchObject(ready);
    });
  });
}

/** A terminal's stream as text: without colours, without what was drawn over. */
function shown(stream: string): string {
  return stream.replaceAll(/\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07/g, '').split('\n').map((line) => {
    const parts = line.replace(/\r+$/, '').split('\r');
    return parts.at(-1) ?? '';
  }).join('\n');
}

import { expect, test } from 'vitest';
import type { Json } from '../../base/json.ts';
import { registryOf } from '../packages/registry.ts';
import { antelope } from '../plans.ts';
import { World } from '../world.ts';
import { Runner } from '../runner.ts';
import { SysError } from './errors.ts';
import { ROOT } from './inode.ts';
import { programFile, type Program, type ProgramFile } from './program.ts';

const file = (program: Program): ProgramFile => ({ path: `/usr/bin/${program.name}`, package: 'test', program });

const echo: Program = {
  name: 'say',
  *run(sys) {
    yield* sys.write(1, `${sys.argv.slice(1).join(' ')}\n`);
    return 0;
  },
};

const cat: Program = {
  name: 'copy',
  *run(sys) {
    for (;;) {
      const text = yield* sys.read(0);
      if (text === '') return 0;
      yield* sys.write(1, text);
    }
  },
};

const endless: Program = {
  name: 'endless',
  *run(sys) {
    for (;;) yield* sys.write(1, 'y\n');
  },
};

const first: Program = {
  name: 'first',
  *run(sys) {
    yield* sys.write(1, (yield* sys.readLine(0)) ?? '');
    return 0;
  },
};

const napper: Program = {
  name: 'nap',
  *run(sys, resumed) {
    const until = typeof resumed === 'number' ? resumed : sys.nowMs() + 10_000;
    sys.checkpoint(() => until);
    yield* sys.sleep(until - sys.nowMs());
    yield* sys.write(1, 'awake\n');
    return 3;
  },
};

const piper: Program = {
  name: 'piper',
  *run(sys) {
    const [reader, writer] = sys.pipe();
    const left = yield* sys.spawn('/usr/bin/endless', ['endless'], { fds: { 1: writer } });
    const right = yield* sys.spawn('/usr/bin/first', ['first'], { fds: { 0: reader, 1: 1 } });
    sys.close(reader);
    sys.close(writer);
    const ends = [yield* sys.wait(left), yield* sys.wait(right)];
    yield* sys.write(1, ends.map(({ kind, status }) => `${kind} ${status}\n`).join(''));
    return 0;
  },
};

const server: Program = {
  name: 'served',
  *run(sys) {
    sys.listen({ port: 8000 });
    return yield* sys.serve({ asked: 0 });
  },
  handlers: {
    *request(sys, connection, message) {
      const state = sys.state as { asked: number };
      sys.setState({ asked: state.asked + 1 });
      yield* sys.sleep(250);
      const body: Json = { from: connection.peer.address, asked: state.asked + 1 };
      return { protocol: 'plain', operation: message.protocol, body };
    },
  },
};

const client: Program = {
  name: 'ask',
  *run(sys) {
    const before = sys.nowMs();
    try {
      const socket = yield* sys.connect({ host: sys.argv[1] ?? '', port: 8000 });
      const reply = yield* sys.call(socket, { protocol: 'plain', operation: 'hello', body: null });
      yield* sys.write(1, `${JSON.stringify(reply)} ${Math.round(sys.nowMs() - before)}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* sys.write(2, `${error.text}\n`);
      return 1;
    }
  },
};

async function lab(): Promise<Runner> {
  const files = [echo, cat, endless, first, napper, piper, server, client].map(file);
  const world = await World.create({ ...antelope(), registry: registryOf(files) }, 1);
  for (const host of world.hosts) {
    for (const { path, program } of files) host.files.writeFile(path, programFile(program.name), ROOT, 0o755);
  }
  return new Runner(world);
}

test('a program writes and ends', async () => {
  const result = await (await lab()).exec('controller', ['/usr/bin/say', 'hello', 'world']);
  expect(result).toEqual({ stdout: 'hello world\n', stderr: '', exit: 0 });
});

test('a pipeline streams: the writer dies of SIGPIPE when nobody reads', async () => {
  const result = await (await lab()).exec('controller', ['/usr/bin/piper']);
  expect(result).toEqual({ stdout: 'y\nsignaled 13\nexited 0\n', stderr: '', exit: 0 });
});

test('a terminal echoes lines and gives CR NL', async () => {
  const result = await (await lab()).exec('controller', ['/usr/bin/copy'], { columns: 80, stdin: 'ab\x7fc\n\x04' });
  expect(result.stdout).toBe('ab\b \bc\r\nac\r\n');
});

test('a daemon answers another host, and its time is the caller’s wait', async () => {
  const test = await lab();
  const host = test.world.host('controller');
  const starting = host.kernel.start({ path: '/usr/bin/served', argv: ['served'] });
  while (starting.next().done !== true);
  await test.world.settle();
  const reply = await test.exec('compute1', ['/usr/bin/ask', '10.0.0.11']);
  expect(reply.stdout).toBe('{"protocol":"plain","operation":"plain","body":{"from":"10.0.0.31","asked":1}} 250\n');
  expect((await test.exec('compute1', ['/usr/bin/ask', '10.0.0.31'])).stderr).toBe('Connection refused\n');
  expect((await test.exec('compute1', ['/usr/bin/ask', '10.0.0.77'])).stderr).toBe('No route to host\n');
  expect((await test.exec('compute1', ['/usr/bin/ask', 'nosuch'])).stderr).toBe('Name or service not known\n');
});

test('a saved world goes on from its checkpoints, daemons and all', async () => {
  const test = await lab();
  const host = test.world.host('controller');
  for (const name of ['served', 'nap']) {
    const starting = host.kernel.start({ path: `/usr/bin/${name}`, argv: [name] });
    while (starting.next().done !== true);
  }
  await test.world.settle();
  expect(test.world.canSave()).toBe(true);
  const data = JSON.parse(JSON.stringify(test.world.toJSON())) as Json;
  const again = new Runner(await World.fromJSON(test.world.plan, data));
  expect(JSON.stringify(again.world.toJSON())).not.toBe('');
  const reply = await again.exec('compute1', ['/usr/bin/ask', '10.0.0.11']);
  expect(reply.stdout).toContain('"asked":1');
  let isAwake = false;
  again.world.host('controller').kernel.ended.on(() => { isAwake = true; });
  await again.world.runUntil(() => isAwake, 20_000);
  expect(isAwake).toBe(true);
});

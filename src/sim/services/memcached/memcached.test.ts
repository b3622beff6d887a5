// memcached's text protocol and what its unit reads. Held against memcached 1.6.
import { expect, test } from 'vitest';
import { startLab } from '../../world.testing.ts';
import { converse, type Talk } from './commands.ts';
import type { Memory } from './store.ts';

const memory = (change: Partial<Memory> = {}): Memory => ({
  maxBytes: 67108864, maxItem: 1048576, maxConnections: 1024, startMs: 0, port: 11211, inter: '127.0.0.1', items: {}, bytes: 0, nextCas: 1, connections: 0,
  counts: {}, ...change,
});

/** What was sent, and the recorded answer, in one conversation. */
const RECORDED: readonly (readonly [string, string])[] = [
  ['set a 0 0 3\r\nabc\r\n', 'STORED\r\n'], ['get a\r\n', 'VALUE a 0 3\r\nabc\r\nEND\r\n'], ['get a b\r\n', 'VALUE a 0 3\r\nabc\r\nEND\r\n'],
  ['gets a\r\n', 'VALUE a 0 3 1\r\nabc\r\nEND\r\n'], ['foo\r\n', 'ERROR\r\n'], ['set a\r\n', 'ERROR\r\n'], ['set a 0 0 x\r\n', 'CLIENT_ERROR bad command line format\r\n'],
  ['set a 0 0 2\r\nabc\r\n', 'CLIENT_ERROR bad data chunk\r\nERROR\r\n'], ['add a 0 0 1\r\nx\r\n', 'NOT_STORED\r\n'], ['replace zz 0 0 1\r\nx\r\n', 'NOT_STORED\r\n'],
  ['append a 0 0 1\r\nx\r\n', 'STORED\r\n'], ['get a\r\n', 'VALUE a 0 4\r\nabcx\r\nEND\r\n'], ['delete a\r\n', 'DELETED\r\n'], ['delete a\r\n', 'NOT_FOUND\r\n'],
  ['set n 5 0 2\r\n10\r\n', 'STORED\r\n'], ['incr n 5\r\n', '15\r\n'], ['decr n 100\r\n', '0\r\n'], ['incr zz 1\r\n', 'NOT_FOUND\r\n'], ['set s 0 0 1\r\nx\r\n', 'STORED\r\n'],
  ['incr s 1\r\n', 'CLIENT_ERROR cannot increment or decrement non-numeric value\r\n'], ['touch n 100\r\n', 'TOUCHED\r\n'], ['flush_all\r\n', 'OK\r\n'], ['get n\r\n', 'END\r\n'],
  ['verbosity 1\r\n', 'OK\r\n'], [`get ${'k'.repeat(251)}\r\n`, 'CLIENT_ERROR bad command line format\r\n'], ['set e 0 -1 1\r\nx\r\n', 'STORED\r\n'], ['get e\r\n', 'END\r\n'],
  ['cas n 0 0 1 99\r\nx\r\n', 'NOT_FOUND\r\n'], ['set x 0 0 1 noreply\r\ny\r\n', ''], ['get x\r\n', 'VALUE x 0 1\r\ny\r\nEND\r\n'], ['gat 10 x\r\n', 'VALUE x 0 1\r\ny\r\nEND\r\n'],
  ['GET x\r\n', 'ERROR\r\n'], ['\r\n', 'ERROR\r\n'], ['stats foo\r\n', 'ERROR\r\n'], ['stats reset\r\n', 'RESET\r\n'], ['flush_all 10\r\n', 'OK\r\n'],
  ['shutdown\r\n', 'ERROR: shutdown not enabled\r\n'], ['mn\r\n', 'MN\r\n'], ['quit\r\n', ''],
];

test('the recorded conversation', () => {
  const talk: Talk = { pending: '', isOver: false };
  const held = memory();
  expect(RECORDED.map(([sent]) => [sent, converse(held, talk, sent, 1000, 7)])).toEqual(RECORDED);
  expect(talk.isOver).toBe(true);
});

test('a command in pieces, values that die, and that make room', () => {
  const talk: Talk = { pending: '', isOver: false };
  const held = memory({ maxBytes: 200 });
  expect(['set a 0 5', ' 3\r', '\nab', 'c\r\n', 'get a\r\n'].map((piece) => converse(held, talk, piece, 0, 7))).toEqual(['', '', '', 'STORED\r\n', 'VALUE a 0 3\r\nabc\r\nEND\r\n']);
  expect(converse(held, talk, 'get a\r\n', 5000, 7)).toBe('END\r\n');
  for (const key of ['k1', 'k2', 'k3', 'k4']) converse(held, talk, `set ${key} 0 0 20\r\n${'v'.repeat(20)}\r\n`, 0, 7);
  expect(converse(held, talk, 'get k1 k2\r\n', 0, 7)).toBe('END\r\n');
  expect(held.counts['evictions']).toBe(2);
});

test('the unit reads its settings', async () => {
  const lab = await startLab();
  const run = async (command: string): Promise<string> => {
    const { stdout, stderr } = await lab.run('controller', command);
    return stdout + stderr;
  };
  await run('dnf -y -q install memcached; echo "10.0.0.11 controller" >> /etc/hosts');
  expect(await run('systemctl start memcached; ss -tln | grep 11211 | tr -s " " | cut -d" " -f4; ps -o args= -C memcached')).toBe(
    '127.0.0.1:11211\n[::1]:11211\n/usr/bin/memcached -p 11211 -u memcached -m 64 -c 1024 -l 127.0.0.1,::1\n');
  expect(await run('printf "set a 0 0 3\\r\\nabc\\r\\nget a\\r\\nquit\\r\\n" | nc localhost 11211')).toBe('STORED\r\nVALUE a 0 3\r\nabc\r\nEND\r\n');
  expect(await run('nc -z controller 11211; sed -i "s/::1/::1,controller/" /etc/sysconfig/memcached; systemctl restart memcached; nc -z controller 11211; echo $?')).toBe('0\nNcat: Connection refused.\n');
  await run('sed -i "s/,controller/,contoller/" /etc/sysconfig/memcached; systemctl restart memcached; sleep 1');
  expect((await run('journalctl -u memcached -o cat | tail -n 4'))).toBe(`getaddrinfo(): Name or service not known
failed to listen on one of interface(s) 127.0.0.1,::1,contoller: Invalid argument
memcached.service: Main process exited, code=exited, status=71/OSERR
memcached.service: Failed with result 'exit-code'.
`);
}, 30_000);

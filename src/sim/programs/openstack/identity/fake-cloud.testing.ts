// A cloud of recorded answers: runs `openstack` and tells what it asked. For tests of commands without a keystone.
import type { Json } from '../../../../base/json.ts';
import { SysError } from '../../../host/errors.ts';
import type { Sys } from '../../../host/sys.ts';
import type { HttpRequest, HttpResponse } from '../../../protocol/http.ts';
import { Dice } from '../../../time/dice.ts';
import { openstack } from '../main.ts';

/** Answers by `METHOD /path?query` (below /v3): a body (200, or 201 for POST), a status with a message, or many to be given in turn. */
export type Answers = Readonly<Record<string, Json | Refusal>>;

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  /** What was asked after the login: `METHOD /path body`. */
  readonly asked: readonly string[];
}

export interface Scene {
  readonly files?: Readonly<Record<string, string>>;
  /** Lines typed at the terminal; null: there is none. */
  readonly typed?: readonly string[] | null;
  /** Whether the token has no scope, and so no catalogue. */
  readonly isUnscoped?: boolean;
}

const DOMAIN = { id: 'default', name: 'Default' };
const ENDPOINT = { id: 'e1', interface: 'public', region_id: 'RegionOne', region: 'RegionOne', url: 'http://controller:5000/v3/' };
const TOKEN = {
  methods: ['password'], expires_at: '2026-11-20T10:00:00.000000Z', roles: [{ id: 'r1', name: 'admin' }],
  user: { id: 'u1', name: 'admin', domain: DOMAIN, password_expires_at: null }, project: { id: 'p1', name: 'admin', domain: DOMAIN },
  catalog: [{ id: 's1', type: 'identity', name: 'keystone', endpoints: [ENDPOINT] }],
};
const VERSION = { id: 'v3.14', status: 'stable', links: [{ rel: 'self', href: 'http://controller:5000/v3/' }] };

const ENV = {
  OS_AUTH_URL: 'http://controller:5000/v3', OS_USERNAME: 'admin', OS_PASSWORD: 'ADMIN_PASS', OS_PROJECT_NAME: 'admin',
  OS_USER_DOMAIN_NAME: 'Default', OS_PROJECT_DOMAIN_NAME: 'Default', OS_IDENTITY_API_VERSION: '3',
};

/** Runs `openstack` with these words. What has no answer is refused with 404. */
export function runOpenstack(words: readonly string[], answers: Answers = {}, { files = {}, typed = null, isUnscoped = false }: Scene = {}): Outcome {
  const out = ['', '', ''];
  const asked: string[] = [];
  const lines = [...typed ?? []];
  const sys: Partial<Sys> = {
    argv: ['openstack', ...words], env: ENV, cwd: '/root', dice: new Dice(1), nowMs: () => 1_795_000_000_000,
    isTty: () => typed !== null, ttySize: () => ({ columns: 200, rows: 24 }), setTtyMode: () => undefined,
    *write(fd: number, text: string) {
      out[fd] = (out[fd] ?? '') + text;
    },
    *readLine() {
      const line = lines.shift();
      return line === undefined ? null : `${line}\n`;
    },
    readFile(path: string) {
      const text = files[path];
      if (text === undefined) throw new SysError('ENOENT');
      return text;
    },
    exists: (path: string) => path in files,
    access: (path: string) => path in files,
    *connect() {
      return {} as never;
    },
    closeSocket: () => undefined,
    *call(_socket: unknown, message: unknown) {
      return answer(message as HttpRequest, answers, asked, isUnscoped ? { ...TOKEN, catalog: [] } : TOKEN);
    },
  };
  const routine = openstack.run(sys as Sys);
  for (;;) {
    const step = routine.next();
    if (step.done === true) return { stdout: out[1] ?? '', stderr: out[2] ?? '', exit: step.value, asked };
  }
}

function answer(request: HttpRequest, answers: Answers, asked: string[], token: Json): HttpResponse {
  if (request.method === 'GET' && request.target === '/v3') return response(200, { version: VERSION });
  if (request.method === 'POST' && request.target === '/v3/auth/tokens') return response(201, { token });
  const what = `${request.method} ${request.target.replace(/^\/v3/, '')}`;
  asked.push(request.body === '' ? what : `${what} ${request.body}`);
  if (what === 'GET /auth/tokens') return response(200, { token });
  const found = answers[what];
  if (found === undefined) return response(404, { error: { message: 'Could not find it.', code: 404, title: 'Not Found' } });
  if (isRefusal(found)) return response(found.status, { error: { message: found.message, code: found.status } });
  return response(request.method === 'POST' ? 201 : found === null ? 204 : 200, found);
}

const isRefusal = (value: Json | Refusal): value is Refusal => value !== null && typeof value === 'object' && 'status' in value && 'message' in value;

function response(status: number, body: Json): HttpResponse {
  const headers = [['Content-Type', 'application/json'], ['X-Subject-Token', 'TOKEN'], ['x-openstack-request-id', 'req-1']] as const;
  return { protocol: 'http', kind: 'response', status, reason: '', headers, body: body === null ? '' : JSON.stringify(body) };
}

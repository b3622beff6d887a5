// For tests: keystone's API asked directly, without httpd, in a lab whose keystone is set up.
import { programFile, type Program } from '../../../host/program.ts';
import type { HttpRequest, HttpResponse } from '../../../protocol/http.ts';
import { putFile, type TestLab } from '../../../world.testing.ts';
import { KeystoneError } from '../exceptions.ts';
import { configure } from '../load.ts';
import { makeApp } from '../make-app.ts';
import { Pool } from '../../oslo/db.ts';
import { dispatch } from './index.ts';

/** Reads a request as JSON, answers it, prints the response as JSON. */
const caller: Program = {
  name: 'keystone-call',
  *run(sys) {
    const request = JSON.parse(yield* sys.readAll(0)) as HttpRequest;
    const { config, log } = configure(sys);
    const app = makeApp(sys, config, log, new Pool());
    try {
      yield* sys.write(1, JSON.stringify(yield* dispatch(app, request)));
      return 0;
    } catch (error) {
      if (error instanceof KeystoneError || !(error instanceof Error)) throw error;
      yield* sys.write(2, `${error.message}\n${error.stack ?? ''}`);
      return 1;
    }
  },
};

/** Puts the caller where it can be run. */
export function installCaller(lab: TestLab): void {
  const { registry } = lab.world.host('controller').shared;
  const find = registry.find.bind(registry);
  registry.find = (name) => (name === caller.name ? caller : find(name));
  putFile(lab, 'controller', '/usr/local/bin/keystone-call', programFile(caller.name), 0o755);
}

export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON with its content type, a text as it is. */
  readonly body?: unknown;
}

/** Asks keystone; `host` is what the client calls it. Throws when keystone itself gives up. */
export async function ask(lab: TestLab, { method, target, headers = {}, body }: Asked, host = 'controller:5000'): Promise<HttpResponse> {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
  const request: HttpRequest = {
    protocol: 'http', kind: 'request', method, target, body: text, headers: { host, ...type, ...headers },
    environ: { PATH_INFO: target.split('?')[0] ?? '', SCRIPT_NAME: '', REMOTE_ADDR: '10.0.0.11' },
  };
  const result = await lab.exec('controller', ['keystone-call'], { stdin: JSON.stringify(request), user: 'keystone' }, '/usr/local/bin/keystone-call');
  if (result.exit !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as HttpResponse;
}

/** A token by password; `scope` as in the request's body. */
export async function login(lab: TestLab, user: string, password: string, scope?: object): Promise<string> {
  const identity = { methods: ['password'], password: { user: { name: user, domain: { id: 'default' }, password } } };
  const response = await ask(lab, { method: 'POST', target: '/v3/auth/tokens', body: { auth: { identity, ...scope === undefined ? {} : { scope } } } });
  const token = response.headers.find(([name]) => name === 'X-Subject-Token')?.[1];
  if (token === undefined) throw new Error(response.body);
  return token;
}

export const ADMIN_SCOPE = { project: { name: 'admin', domain: { id: 'default' } } };

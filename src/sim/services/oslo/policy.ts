import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';
import { ConfigError, type Config } from './config.ts';
import { parseCheck, passes, type Check, type Credentials, type Target } from './policy-check.ts';
import { parsePolicyFile } from './policy-file.ts';
import { PythonException } from './traceback.ts';

/** A rule as a service registers it, from its table of policies. */
export interface PolicyRule {
  readonly rule: string;
  readonly check: string;
  /** `system`, `domain`, `project`: whose tokens may use it. */
  readonly scopes?: readonly string[];
  readonly operations?: readonly string[];
  /** What it was in older releases: passes as well, unless `enforce_new_defaults`. */
  readonly deprecated?: { readonly rule: string; readonly check: string };
}

/** oslo.policy: a service's own rules, and what policy.yaml, policy.json and policy.d say instead. Files are read anew at each use. */
export class Enforcer {
  readonly #rules: ReadonlyMap<string, PolicyRule>;
  readonly #overrides: ReadonlyMap<string, string>;
  readonly #isNew: boolean;
  readonly #isScoped: boolean;

  private constructor(rules: ReadonlyMap<string, PolicyRule>, overrides: ReadonlyMap<string, string>, config: Config) {
    this.#rules = rules;
    this.#overrides = overrides;
    this.#isNew = config.flag('oslo_policy', 'enforce_new_defaults');
    this.#isScoped = config.flag('oslo_policy', 'enforce_scope');
  }

  /** Reads the overrides. `folder` is where the service's configuration lies, e.g. `/etc/keystone`. */
  static load(sys: Sys, config: Config, rules: ReadonlyMap<string, PolicyRule>, folder: string): Enforcer {
    return new Enforcer(rules, new Map(policyFiles(sys, config, folder).flatMap((path) => readRules(sys, path))), config);
  }

  /** Whether the rule passes. An unknown rule never does. */
  check(name: string, target: Target, credentials: Credentials): boolean {
    return passes(this.#find(name), target, credentials, (other) => this.#find(other));
  }

  /** Whether a token of that scope may use the rule at all: always, unless `enforce_scope`. */
  fitsScope(name: string, scope: 'system' | 'domain' | 'project' | null): boolean {
    const scopes = this.#rules.get(name)?.scopes;
    return !this.#isScoped || scopes === undefined || scope === null || scopes.includes(scope);
  }

  /** Whether the rule now also lets pass what its older form did, so that a service warns once. */
  isDeprecated(name: string): boolean {
    const rule = this.#rules.get(name);
    return rule?.deprecated !== undefined && rule.deprecated.check !== rule.check && !this.#isNew && !this.#overrides.has(name);
  }

  #find(name: string): Check {
    const rule = this.#rules.get(name);
    const own = this.#overrides.get(name);
    if (own !== undefined) return parseCheck(own);
    if (rule === undefined) return parseCheck(this.#overrides.get('default') ?? '!');
    const older = rule.deprecated;
    if (older === undefined) return parseCheck(rule.check);
    const renamed = older.rule === name ? undefined : this.#overrides.get(older.rule);
    if (renamed !== undefined) return parseCheck(renamed);
    return this.#isNew || older.check === rule.check ? parseCheck(rule.check)
      : { kind: 'or', checks: [parseCheck(rule.check), parseCheck(older.check)] };
  }
}

/** policy_file (policy.json where only that exists), then the files of policy_dirs. */
function policyFiles(sys: Sys, config: Config, folder: string): string[] {
  const place = (path: string): string => (path.startsWith('/') ? path : `${folder}/${path}`);
  const wanted = config.text('oslo_policy', 'policy_file') ?? 'policy.yaml';
  const file = [wanted, ...(wanted === 'policy.yaml' ? ['policy.json'] : [])].map(place).find((path) => sys.exists(path));
  const folders = config.get('oslo_policy', 'policy_dirs');
  const more = (Array.isArray(folders) ? folders as readonly string[] : []).map(place).filter((path) => sys.exists(path))
    .flatMap((path) => sys.readDirectory(path).filter((name) => !name.startsWith('.')).map((name) => `${path}/${name}`));
  return [...(file === undefined ? [] : [file]), ...more];
}

function readRules(sys: Sys, path: string): [string, string][] {
  let text: string;
  try {
    text = sys.readFile(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (error.errno === 'EACCES') throw new ConfigError('oslo_config.cfg.ConfigFilesPermissionDeniedError', `Failed to open some config files: ${path}`);
    throw new PythonException({ type: 'OSError', message: `${error.text}: '${path}'` });
  }
  const rules = parsePolicyFile(text);
  if (rules === null) throw new PythonException({ type: 'ValueError', message: `mapping values are not allowed here\n  in "${path}"` });
  return rules;
}

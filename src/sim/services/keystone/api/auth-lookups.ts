// What an authentication names, looked up. What is not there or disabled ends in a 401 that does not say why; the log does.
import type { Routine } from '../../../host/program.ts';
import type { KeystoneError } from '../exceptions.ts';
import { type Ref, textOf } from '../store/model.ts';
import { asDomain } from '../store/projects.ts';
import type { Call } from './call.ts';
import { missing, notFound, unauthorized } from './faults.ts';
import type { Table } from './schema.ts';

/** A project that may be asked for; 401 when there is none or it is disabled. */
export function* lookUpProject(call: Call, wanted: Table): Routine<Ref> {
  const logger = 'keystone.auth.core';
  const { id, name } = wanted;
  if (typeof name === 'string' && name !== '') {
    if (wanted.domain === undefined) throw missing('domain', 'project');
    const domain = yield* lookUpDomain(call, wanted.domain as Table, logger);
    const project = yield* call.reader.projectByName(name, textOf(domain.id));
    if (project === null) throw warn(call, logger, notFound('project', name));
    return requireEnabled(call, project, logger);
  }
  const project = yield* call.reader.project(textOf(id));
  if (project === null) throw warn(call, logger, notFound('project', textOf(id)));
  if (typeof project.domain_id !== 'string') throw warn(call, logger, notFound('project', textOf(id)));
  yield* lookUpDomain(call, { id: project.domain_id }, logger);
  return requireEnabled(call, project, logger);
}

function requireEnabled(call: Call, project: Ref, logger: string): Ref {
  if (project.enabled !== true) throw disabled(call, logger, `Project is disabled: ${textOf(project.id)}`);
  return project;
}

/** A domain by id or name; 401 when there is none or it is disabled. */
export function* lookUpDomain(call: Call, wanted: Table, logger: string): Routine<Ref> {
  const { id, name } = wanted;
  const hasName = typeof name === 'string' && name !== '';
  if (hasName && call.app.config.text('resource', 'domain_name_url_safe') === 'strict' && isUnsafe(name)) throw unauthorized('Domain name cannot contain reserved characters.');
  const found = hasName ? yield* call.reader.projectByName(name, null) : yield* call.reader.project(textOf(id));
  if (found?.is_domain !== true) throw warn(call, logger, notFound('domain', hasName ? name : textOf(id)));
  const domain = asDomain(found);
  if (domain.enabled !== true) throw disabled(call, logger, `Domain is disabled: ${textOf(domain.id)}`);
  return domain;
}

/** Characters that a name may not have when it is to stand in a URL. */
export const isUnsafe = (name: string): boolean => /[:/?#[\]@!$&'()*+,;=]/.test(name);

/** Logs what could not be found; the client only hears 401. */
export function warn(call: Call, logger: string, error: KeystoneError): KeystoneError {
  call.app.log.logger(logger).warning(error.message, { error: error.python });
  return unauthorized(error.message);
}

/** Logs that something is disabled, as keystone's failed assertion says it. */
export function disabled(call: Call, logger: string, message: string): KeystoneError {
  call.app.log.logger(logger).warning(message, { error: { type: 'AssertionError', message } });
  return unauthorized();
}

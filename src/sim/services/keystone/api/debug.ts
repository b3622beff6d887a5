// What keystone writes down with `debug = true`: recorded of keystone 22 with that option.
import type { HttpRequest } from '../../../protocol/http.ts';
import type { App } from '../app.ts';

const SITE = '/usr/lib/python3.9/site-packages';
const AUTH = 'keystone.server.flask.request_processing.middleware.auth_context';
const MIDDLEWARE = `${SITE}/keystonemiddleware/auth_token/__init__.py`;

/** The request as it came in. */
export function tellRequest(app: App, { method, environ }: HttpRequest, path: string): void {
  const logger = app.log.logger('keystone.server.flask.request_processing.req_logging');
  const at = (line: number): string => `log_request_info ${SITE}/keystone/server/flask/request_processing/req_logging.py:${line}`;
  logger.debug(`REQUEST_METHOD: \`${method}\``, { at: at(27) });
  logger.debug(`SCRIPT_NAME: \`${environ?.SCRIPT_NAME ?? ''}\``, { at: at(28) });
  logger.debug(`PATH_INFO: \`${path}\``, { at: at(29) });
}

/** A token came with the request, and is about to be looked at. */
export const tellAuthenticating = (app: App): void => {
  app.log.logger(AUTH).debug('Authenticating user token', { at: `process_request ${MIDDLEWARE}:406` });
};

/** It is good; do its access rules allow this request? */
export const tellValidating = (app: App): void => {
  app.log.logger(AUTH).debug('Validating token access rules against request', { at: `validate_allowed_request ${MIDDLEWARE}:544` });
};

/** Before a policy rule is asked, and after it agreed. */
export function tellPolicy(app: App, action: string, params: Readonly<Record<string, unknown>>, isGranted: boolean): void {
  const logger = app.log.logger('keystone.common.rbac_enforcer.enforcer');
  const at = (line: number): string => `enforce_call ${SITE}/keystone/common/rbac_enforcer/enforcer.py:${line}`;
  const shown = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`).join(', ');
  if (isGranted) logger.debug('RBAC: Authorization granted', { at: at(464) });
  else logger.debug(`RBAC: Authorizing \`${action}(${shown})\``, { at: at(456) });
}

/** This build of httpd, as `httpd -v` and the Server header tell it. */
export const BUILD = {
  version: '2.4.62', platform: 'CentOS Stream', built: 'Apr 28 2025 00:00:00', wsgi: 'mod_wsgi/4.7.1', python: 'Python/3.9',
} as const;

/** The Server header by ServerTokens and the modules that add to it. */
export function serverSoftware(tokens: string, modules: readonly string[]): string {
  const [major = '', minor = ''] = BUILD.version.split('.');
  switch (tokens) {
    case 'Prod': return 'Apache';
    case 'Major': return `Apache/${major}`;
    case 'Minor': return `Apache/${major}.${minor}`;
    case 'Min': return `Apache/${BUILD.version}`;
    case 'OS': return `Apache/${BUILD.version} (${BUILD.platform})`;
    default: return `Apache/${BUILD.version} (${BUILD.platform})${modules.includes('wsgi_module') ? ` ${BUILD.wsgi} ${BUILD.python}` : ''}`;
  }
}

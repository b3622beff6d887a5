// httpd: Apache's web server with mod_wsgi, as CentOS Stream 9 packs it. Knows nothing of the applications it starts.
import { laterFrom, type ProgramFile } from '../../host/program.ts';

const later = laterFrom(async () => [(await import('./daemon.ts')).httpd, (await import('./apachectl.ts')).apachectl]);

/** What the packages httpd-core and httpd bring to run. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/sbin/httpd', package: 'httpd-core', program: later('httpd') },
  { path: '/usr/sbin/apachectl', package: 'httpd-core', program: later('apachectl') },
];

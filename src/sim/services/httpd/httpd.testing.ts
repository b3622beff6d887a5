// For tests: a lab with httpd and a small WSGI application.
import { programFile, type Program } from '../../host/program.ts';
import { wsgiException } from '../../protocol/wsgi.ts';
import { putFile, startLab, type TestLab } from '../../world.testing.ts';

/** Answers what it was asked; `/boom` raises, `/load` raises while loading, `/print` prints to stderr. */
export const testApp: Program = {
  name: 'test-wsgi-app',
  *run(sys) {
    sys.catchSignals(['SIGTERM']);
    return yield* sys.serve(null);
  },
  handlers: {
    *request(sys, _connection, message) {
      if (message.protocol !== 'http' || message.kind !== 'request') throw new Error('not HTTP');
      const environ = message.environ ?? {};
      const traceback = 'Traceback (most recent call last):\n  File "/usr/bin/test-app", line 1, in <module>\nRuntimeError: boom';
      if (environ['PATH_INFO'] === '/boom') return wsgiException({ during: 'call', isExit: false, traceback });
      if (environ['PATH_INFO'] === '/load') return wsgiException({ during: 'exec', isExit: true, traceback });
      if (environ['PATH_INFO'] === '/print') yield* sys.write(2, 'a warning\nand another\n');
      const body = `${message.method} ${environ['SCRIPT_NAME'] ?? ''}|${environ['PATH_INFO'] ?? ''}|${environ['QUERY_STRING'] ?? ''} of ${sys.credentials.uid} ${message.body.length}\n`;
      return {
        protocol: 'http', kind: 'response', status: 200, reason: 'OK', body,
        headers: [['Content-Type', 'application/json'], ['Content-Length', String(body.length)], ['Vary', 'X-Auth-Token']],
      };
    },
    *signal() {
      return 0;
    },
  },
};


export const VHOST = `Listen 5000

<VirtualHost *:5000>
    WSGIDaemonProcess keystone-public processes=2 threads=1 user=app group=app display-name=%{GROUP}
    WSGIProcessGroup keystone-public
    WSGIScriptAlias / /usr/bin/test-app
    WSGIApplicationGroup %{GLOBAL}
    WSGIPassAuthorization On
    LimitRequestBody 114688
    <IfVersion >= 2.4>
      ErrorLogFormat "%{cu}t %M"
    </IfVersion>
    ErrorLog /var/log/httpd/app.log
    CustomLog /var/log/httpd/app_access.log combined
    <Directory /usr/bin>
        Require all granted
    </Directory>
</VirtualHost>
`;

/** controller with httpd and mod_wsgi installed, a name, and the application's files; not started. */
export async function startHttpdLab(): Promise<TestLab> {
  const lab = await startLab();
  const { registry } = lab.world.host('controller').shared;
  const find = registry.find.bind(registry);
  registry.find = (name) => (name === testApp.name ? testApp : find(name));
  await lab.run('controller', 'dnf -y -q install httpd python3-mod_wsgi; useradd -r app; sed -i "s/^#ServerName.*/ServerName controller/" /etc/httpd/conf/httpd.conf');
  await lab.run('controller', 'echo "10.0.0.11 controller" >> /etc/hosts');
  putFile(lab, 'controller', '/usr/bin/test-app', programFile(testApp.name), 0o755);
  putFile(lab, 'controller', '/etc/httpd/conf.d/app.conf', VHOST);
  return lab;
}

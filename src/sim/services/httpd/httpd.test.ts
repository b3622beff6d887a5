// httpd as systemd starts it: ports, workers, static files, applications, logs, reloads, what keeps it from starting.
import { beforeEach, expect, test } from 'vitest';
import { antelope } from '../../plans.ts';
import { Runner } from '../../runner.ts';
import type { TestLab } from '../../world.testing.ts';
import { World } from '../../world.ts';
import { startHttpdLab } from './httpd.testing.ts';

let lab: TestLab;

beforeEach(async () => { lab = await startHttpdLab(); }, 30_000);

const run = async (command: string, on = lab): Promise<string> => {
  const { stdout, stderr } = await on.run('controller', command);
  return stdout + stderr;
};

/** Dates, pids and ports of the moment. */
const plain = (text: string): string => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}/g, 'TIME').replace(/\[\w{3} \w{3} \d\d [\d:.]+ \d{4}\]/g, '[TIME]')
  .replace(/pid=\d+/g, 'pid=N').replace(/pid \d+:tid \d+/g, 'pid N:tid N').replace(/(client|remote) ([\d.]+):\d+/g, '$1 $2:P').replace(/\[\d\d\/\w+\/\d{4}:[\d:]+ \+0000\]/g, '[TIME]')
  .replace(/Date: .*\r/g, 'Date: D\r').replace(/\r/g, '');

const SERVER = 'Server: Apache/2.4.62 (CentOS Stream) mod_wsgi/4.7.1 Python/3.9';

test('the process tree', async () => {
  await run('systemctl start httpd');
  const tree = (await run('systemctl status httpd')).split('CGroup')[1]?.split('\n\n')[0]?.replace(/\d+ /g, 'N ');
  expect(tree).toBe(`: /system.slice/httpd.service
             ├─N /usr/sbin/httpd -DFOREGROUND
             ├─N /usr/sbin/httpd -DFOREGROUND
             ├─N "(wsgi:keystone-" -DFOREGROUND
             ├─N "(wsgi:keystone-" -DFOREGROUND
             ├─N /usr/sbin/httpd -DFOREGROUND
             ├─N /usr/sbin/httpd -DFOREGROUND
             └─N /usr/sbin/httpd -DFOREGROUND`);
  expect((await run('ss -tlnp | grep 5000')).replace(/\d+,fd=\d+/g, 'N,fd=N')).toContain('users:(("httpd",pid=N,fd=N),("httpd",pid=N,fd=N),("httpd",pid=N,fd=N),("httpd",pid=N,fd=N))');
  expect(await run('stat -c "%U %a %F" /run/httpd/wsgi.*')).toBe('apache 700 socket\n');
});

test('an application answers, and its failures', async () => {
  await run('systemctl start httpd');
  expect(plain(await run('curl -si "http://controller:5000/v3/x?y=1"'))).toBe(
    `HTTP/1.1 200 OK\nDate: D\n${SERVER}\nContent-Length: 24\nVary: X-Auth-Token\nContent-Type: application/json\n\nGET |/v3/x|y=1 of 999 0\n`);
  expect(plain(await run('curl -si -H "Connection: keep-alive" http://controller:5000/')).split('\n').slice(4, 8)).toEqual(
    ['Vary: X-Auth-Token', 'Keep-Alive: timeout=5, max=100', 'Connection: Keep-Alive', 'Content-Type: application/json']);
  expect(await run('curl -so /dev/null -w "%{http_code} %{size_download}" http://controller:5000/boom')).toBe('500 567');
  expect(await run('curl -so /dev/null -w "%{http_code}" http://controller:5000/load; curl -s http://controller:5000/print')).toBe('500GET |/print| of 999 0\n');
  expect(plain(await run('cat /var/log/httpd/app.log'))).toBe(`TIME mod_wsgi (pid=N): Exception occurred processing WSGI script '/usr/bin/test-app'.
TIME Traceback (most recent call last):
TIME   File "/usr/bin/test-app", line 1, in <module>
TIME RuntimeError: boom
TIME mod_wsgi (pid=N): SystemExit exception raised when doing exec of Python script file '/usr/bin/test-app'.
TIME mod_wsgi (pid=N): SystemExit exception raised by WSGI script '/usr/bin/test-app' ignored.
TIME Traceback (most recent call last):
TIME   File "/usr/bin/test-app", line 1, in <module>
TIME RuntimeError: boom
TIME a warning
TIME and another
`);
  expect(plain(await run('tail -n 2 /var/log/httpd/app_access.log'))).toBe(
    '10.0.0.11 - - [TIME] "GET /load HTTP/1.1" 500 567 "-" "curl/7.88.1"\n10.0.0.11 - - [TIME] "GET /print HTTP/1.1" 200 22 "-" "curl/7.88.1"\n');
});

test('a body that is too large, a script that is gone, access denied, a daemon that nobody declared', async () => {
  await run('systemctl start httpd');
  expect(await run('head -c 120000 /dev/zero | tr "\\0" x > /tmp/big; curl -so /dev/null -w "%{http_code}" --data-binary @/tmp/big http://controller:5000/')).toBe('413');
  expect(await run('mv /usr/bin/test-app /tmp; curl -so /dev/null -w "%{http_code}" http://controller:5000/; mv /tmp/test-app /usr/bin')).toBe('404');
  expect(await run('sed -i /Require/d /etc/httpd/conf.d/app.conf; systemctl reload httpd; curl -so /dev/null -w "%{http_code}" http://controller:5000/v3')).toBe('403');
  await run('sed -i "s/WSGIProcessGroup .*/WSGIProcessGroup keystone-publik/; s/<Directory .*/&\\nRequire all granted/" /etc/httpd/conf.d/app.conf; systemctl reload httpd');
  expect(await run('curl -so /dev/null -w "%{http_code}" http://controller:5000/v3')).toBe('500');
  expect(plain(await run('cat /var/log/httpd/app.log'))).toBe(`TIME AH01587: Requested content-length of 120000 is larger than the configured limit of 114688
TIME Target WSGI script not found or unable to stat: /usr/bin/test-app
TIME AH01630: client denied by server configuration: /usr/bin/test-app
TIME No WSGI daemon process called 'keystone-publik' has been configured: /usr/bin/test-app
`);
});

test('documents, folders and errors', async () => {
  await run('systemctl start httpd; mkdir -p /var/www/html/sub /var/www/html/closed; echo text > /var/www/html/sub/a.txt; chmod 700 /var/www/html/closed');
  const head = async (path: string, how = ''): Promise<string[]> => plain(await run(`curl -sI ${how} http://controller${path}`)).split('\n').filter((line) => !/^(Date|Server|Last-Modified|ETag)|^$/.test(line));
  expect(await head('/')).toEqual(['HTTP/1.1 403 Forbidden', 'Accept-Ranges: bytes', 'Content-Length: 672', 'Content-Type: text/html; charset=UTF-8']);
  expect(await head('/sub')).toEqual(['HTTP/1.1 301 Moved Permanently', 'Location: http://controller/sub/', 'Content-Length: 270', 'Content-Type: text/html; charset=iso-8859-1']);
  expect(await head('/sub/a.txt')).toEqual(['HTTP/1.1 200 OK', 'Accept-Ranges: bytes', 'Content-Length: 5', 'Content-Type: text/plain; charset=UTF-8']);
  expect(await head('/nope')).toEqual(['HTTP/1.1 404 Not Found', 'Content-Length: 236', 'Content-Type: text/html; charset=iso-8859-1']);
  expect(await head('/.htaccess')).toEqual(['HTTP/1.1 403 Forbidden', 'Content-Length: 239', 'Content-Type: text/html; charset=iso-8859-1']);
  expect(await head('/closed/x')).toEqual(['HTTP/1.1 403 Forbidden', 'Content-Length: 239', 'Content-Type: text/html; charset=iso-8859-1']);
  expect(await head('/sub/a.txt', '-X DELETE')).toEqual(['HTTP/1.1 405 Method Not Allowed', 'Allow: OPTIONS,HEAD,GET,POST,TRACE', 'Content-Length: 263', 'Content-Type: text/html; charset=iso-8859-1']);
  await run('echo ServerSignature On > /etc/httpd/conf.d/s.conf; echo ServerTokens OS >> /etc/httpd/conf.d/s.conf; systemctl reload httpd');
  expect(await run('curl -s http://localhost/nosuch | tail -n 3')).toBe('<hr>\n<address>Apache/2.4.62 (CentOS Stream) Server at localhost Port 80</address>\n</body></html>\n');
  expect(plain(await run('grep -v notice /var/log/httpd/error_log'))).toBe(`[TIME] [autoindex:error] [pid N:tid N] [client 10.0.0.11:P] AH01276: Cannot serve directory /var/www/html/: No matching DirectoryIndex (index.html) found, and server-generated directory index forbidden by Options directive
[TIME] [authz_core:error] [pid N:tid N] [client 10.0.0.11:P] AH01630: client denied by server configuration: /var/www/html/.htaccess
[TIME] [core:error] [pid N:tid N] (13)Permission denied: [client 10.0.0.11:P] AH00035: access to /closed/x denied (filesystem path '/var/www/html/closed/x') because search permissions are missing on a component of the path
`);
});

test('a port that is taken', async () => {
  await run('systemctl start httpd; systemctl stop httpd; echo Listen 22 > /etc/httpd/conf.d/b.conf');
  expect((await run('httpd -DFOREGROUND'))).toBe(`(98)Address already in use: AH00072: make_sock: could not bind to address [::]:22
(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:22
no listening sockets available, shutting down
AH00015: Unable to open logs
`);
});

test('a module that is missing', async () => {
  await run('dnf -y -q remove python3-mod_wsgi');
  await run('systemctl start httpd');
  const journal = (await run('journalctl -u httpd -o short | cut -d" " -f5-')).replace(/\[\d{2,}\]/g, '[N]');
  expect(journal).toBe(`systemd[1]: Starting httpd.service - The Apache HTTP Server...
httpd[N]: AH00526: Syntax error on line 4 of /etc/httpd/conf.d/app.conf:
httpd[N]: Invalid command 'WSGIDaemonProcess', perhaps misspelled or defined by a module not included in the server configuration
systemd[1]: httpd.service: Main process exited, code=exited, status=1/FAILURE
systemd[1]: httpd.service: Failed with result 'exit-code'.
systemd[1]: Failed to start httpd.service - The Apache HTTP Server.
`);
});

test('logs without their folder, or that may not be written', async () => {
  await run('sed -i s,/var/log/httpd/app.log,/var/log/nowhere/app.log, /etc/httpd/conf.d/app.conf');
  expect(await run('httpd -t')).toBe(`(2)No such file or directory: AH02291: Cannot access directory '/var/log/nowhere/' for error log of vhost defined at /etc/httpd/conf.d/app.conf:3
AH00014: Configuration check failed
`);
  await run('sed -i s,/var/log/nowhere/app.log,/var/log/httpd/app.log, /etc/httpd/conf.d/app.conf; sed -i s,/var/log/httpd/app_access.log,/tmp, /etc/httpd/conf.d/app.conf');
  expect(plain(await run('systemctl -q start httpd 2> /dev/null; cat /var/log/httpd/error_log'))).toBe(
    '[TIME] [log_config:error] [pid N:tid N] (21)Is a directory: AH00649: could not open transfer log file /tmp.\nAH00015: Unable to open logs\n');
});

test('a worker or an application that is killed is replaced; stopping takes all away', async () => {
  await run('systemctl start httpd; pkill -9 -u app; pkill -9 -u apache; sleep 1');
  expect(await run('curl -s http://controller:5000/; pgrep -c -u app; pgrep -c -u apache')).toBe('GET |/| of 999 0\n2\n4\n');
  expect(await run('systemctl stop httpd; pgrep -c httpd; ls /run/httpd; ss -tln | grep -c 5000; systemctl is-active httpd')).toBe('0\nhtcacheclean\n0\ninactive\n');
});

test('a saved machine goes on serving', async () => {
  await run('systemctl start httpd; curl -s http://controller:5000/print');
  await lab.world.rest(10_000);
  const saved = JSON.parse(JSON.stringify(lab.world.toJSON())) as Parameters<typeof World.fromJSON>[1];
  const again = new Runner(await World.fromJSON({ ...antelope(), registry: lab.world.host('controller').shared.registry }, saved));
  expect(await run('curl -s http://controller:5000/print; tail -n 1 /var/log/httpd/app.log | cut -d" " -f3-', again)).toBe('GET |/print| of 999 0\nand another\n');
  expect(await run('systemctl reload httpd; curl -s http://controller:5000/x', again)).toBe('GET |/x| of 999 0\n');
});

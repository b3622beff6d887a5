// httpd against the recordings: its own words, a start that fails, a server that detaches itself.
import { test } from 'vitest';
import { putFile } from '../../src/sim/world.testing.ts';
import { Runner } from '../../src/sim/runner.ts';
import type { World } from '../../src/sim/world.ts';
import { replayTranscript } from './transcript.testing.ts';

/** The recording's configuration: a short httpd.conf whose line 21 reads conf.d, and a unit that lets httpd detach itself. */
const CONF = `ServerRoot "/etc/httpd"
Include conf.modules.d/*.conf
PidFile /run/httpd.pid
Listen 80
User apache
Group apache
ServerAdmin root@localhost
<Directory />
    AllowOverride none
    Require all denied
</Directory>
DocumentRoot "/var/www/html"
<Directory "/var/www/html">
    Require all granted
</Directory>
ErrorLog "logs/error_log"
LogLevel warn
LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
CustomLog "logs/access_log" common
AddDefaultCharset UTF-8
IncludeOptional conf.d/*.conf
`;

const UNIT = `[Unit]
Description=The Apache HTTP Server
Documentation=man:httpd.service(8)
[Service]
Type=forking
PIDFile=/run/httpd.pid
ExecStart=/usr/sbin/httpd $OPTIONS -k start
[Install]
WantedBy=multi-user.target
`;

const MODULES = ['00-base', '00-mpm', '00-systemd'];

async function begin(world: World): Promise<void> {
  const lab = new Runner(world);
  const { exit, stderr } = await lab.run('controller', `dnf -y -q install httpd; rm /etc/httpd/conf.d/*.conf; cd /etc/httpd/conf.modules.d; mkdir off; mv *.conf off; mv ${MODULES.map((name) => `off/${name}.conf`).join(' ')} .`);
  if (exit !== 0) throw new Error(stderr);
  putFile(lab, 'controller', '/etc/httpd/conf/httpd.conf', CONF);
  putFile(lab, 'controller', '/etc/systemd/system/httpd.service', UNIT);
}

const WSGI = "printf 'Listen 5000\\n\\n<VirtualHost *:5000>\\nWSGIDaemonProcess a\\n</VirtualHost>\\n' > /etc/httpd/conf.d/wsgi-keystone.conf";

test('httpd: versions, checks, starts', async () => {
  await replayTranscript({
    file: 'httpd.jsonl', scene: 'recorded/environment', begin, prepare: ['systemctl daemon-reload'],
    between: {
      'sys-360': [WSGI, 'systemctl restart httpd'],
      'sys-371': ['printf "\\n\\n<VirtualHost *:5000>\\n" > /etc/httpd/conf.d/wsgi-keystone.conf', 'systemctl restart httpd'],
      'sys-398': ['rm /etc/httpd/conf.d/wsgi-keystone.conf; sed -i "s/^Listen 80/Listen 22/" /etc/httpd/conf/httpd.conf', 'systemctl restart httpd'],
      'sys-402': ['sed -i "s/^Listen 22/Listen 80/" /etc/httpd/conf/httpd.conf'],
      'happy-0034': ['echo ServerName controller >> /etc/httpd/conf/httpd.conf'],
      'errors-0634': ['ln -s /usr/share/nowhere.conf /etc/httpd/conf.d/wsgi-keystone.conf'],
    },
    mapping: [
      [/apache2ctl/g, 'apachectl'], [/\/usr\/sbin\/apache2 -d \/etc\/httpd -f conf\/httpd\.conf/g, '/usr/sbin/httpd'], [/apache2: /g, 'httpd: '], [/\(apache2\)/g, '(httpd)'],
      [/Apache\/2\.4\.71 \(Debian\)/g, 'Apache/2.4.62 (CentOS Stream)'], [/2026-11-12T08:58:41/g, 'Apr 28 2025 00:00:00'], [/www-data" id=33/g, 'apache" id=48'],
      [/\/var\/run\/apache2\//g, '/etc/httpd/run/'], [/10\.0\.2\.15/g, '10.0.0.11'], [/preset: (\x1b\[[\d;]*m)?enabled/g, 'preset: $1disabled'],
    ],
    normalise: [
      [/\w{3} \w{3}? ?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC; .* ago/g, 'DATE'], [/since \w{3} [\d-]+ [\d:]+ UTC; .* ago/g, 'since DATE'], [/^\w{3} \d\d \d\d:\d\d:\d\d/gm, 'DATE'],
      [/(httpd\[|Process: |Main PID: |pid )\d+/g, '$1N'], [/CPU: .*/g, 'CPU: N'], [/Memory: .*/g, 'Memory: N'], [/Tasks: \d+ \(limit: \d+\)/g, 'Tasks: N'],
      [/─\d+ /g, '─N '], [/ {3,}Duration: .*\n/g, ''], [/Mutex (?!default).*\n/g, ''], [/lines \d+-\d+/g, 'lines N'], [/^(DATE controller httpd\[N\]: .{60}).*$/gm, '$1'], [/( ├─N \/usr\/sbin\/httpd -k start\n\s+)+/g, '$1'],
    ],
    except: {
      'sys-347': 'on CentOS fewer modules are part of the program itself',
    },
  });
}, 60_000);

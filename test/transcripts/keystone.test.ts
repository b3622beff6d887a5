// keystone-manage, keystone under httpd, and what its clients see when something is wrong, against the recordings.
import { test } from 'vitest';
import { replayTranscript, type TranscriptOptions } from './transcript.testing.ts';

const CONF = '/etc/keystone/keystone.conf';
const RESTART = 'systemctl restart httpd';

const COMMON: Pick<TranscriptOptions, 'mapping' | 'normalise'> = {
  // Debian's names of things.
  mapping: [
    [/apache2ctl/g, 'apachectl'], [/\/etc\/apache2\/conf-enabled/g, '/etc/httpd/conf.d'], [/\/var\/log\/apache2/g, '/var/log/httpd'],
    [/\/usr\/lib\/python3\/dist-packages\//g, '/usr/lib/python3.9/site-packages/'], [/\/usr\/lib\/python3\.11\//g, '/usr/lib64/python3.9/'],
    [/10\.11\.19-MariaDB-0\+deb12u1 Debian 12/g, '10.11.13-MariaDB MariaDB Server'], [/\/run\/mysqld\/mysqld\.sock/g, '/var/lib/mysql/mysql.sock'],
    [/2\.4\.71 \(Debian\)/g, '2.4.62 (CentOS Stream) mod_wsgi/4.7.1 Python/3.9'], [/\bapache2:/g, 'httpd:'], [/keystone adm /g, 'keystone keystone '],
  ],
  normalise: [
    // Debian's Python complains of eventlet when it ends.
    [/Exception ignored in: <function _removeHandlerRef[^]*?AttributeError: 'NoneType' object has no attribute 'getcurrent'\n/g, ''],
    [/^ *\^+\n/gm, ''], [/", line \d+, in/g, '", line N, in'], [/return open(_func)?\(self\.baseFilename, self\.mode,.*/g, 'open'],
    [/\b[0-9a-f]{32}\b/g, 'ID'], [/gAAAA[\w-]+/g, 'TOKEN'], [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000/g, 'TIME'], [/req-[0-9a-f-]{36}/g, 'REQ'], [/0x7f[0-9a-f]+/g, '0x7f'],
    [/\w{3} \d\d \d\d:\d\d\b/g, 'DATE'], [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \d+/g, 'STAMP'], [/\[Errno -[23]\] (Name or service not known|Temporary failure in name resolution)/g, 'NO NAME'],
    // Tracebacks: the calls between first and last word are shortened.
    [/^STAMP ERROR keystone {3}.*\n/gm, ''], [/^Date: .*GMT/gm, 'Date: NOW'], [/^(-\S+) +(?=\d)/gm, '$1 '],
    [/\(\d+\.\d\d\d sec\)/g, '(n sec)'], [/connection id is \d+/g, 'connection id is N'], [/^total \d+$/gm, 'total'], [/ +\d+ (?=DATE)/g, ' N '], [/^d\S+ +\d+ (\S+) +(\S+) +N DATE \.$/gm, 'd $1 $2 .'],
    [/^d.* \.\.$/gm, '..'], [/^\d+:(?=\[|#?\w+ =)/gm, 'N:'],
  ],
};

test('keystone set up step by step', async () => {
  await replayTranscript({
    ...COMMON, file: 'keystone-setup.jsonl', scene: 'recorded/mariadb',
    except: {
      'happy-0019': 'the packaged file names its options in another order', 'happy-0033': "Debian's folder of links", 'happy-0035': 'other services run there',
      'happy-0036': 'pids, and five processes by RDO\'s virtual host', 'happy-0037': 'as happy-0036',
      'happy-0038': 'python3 is not modelled', 'happy-0040': "the order of variables is that of bash's table",
    },
    prepare: ['dnf -q -y install centos-release-openstack-antelope', 'dnf -q -y install openstack-keystone httpd python3-mod_wsgi python3-openstackclient'],
    between: {
      'happy-0021': [`sed -i 's|^#connection = .*|connection = mysql+pymysql://keystone:KEYSTONE_DBPASS@controller/keystone|' ${CONF}`,
        `sed -i '/^\\[token\\]/,/^\\[/s|^#provider = fernet|provider = fernet|' ${CONF}`],
      'happy-0033': ['ln -s /usr/share/keystone/wsgi-keystone.conf /etc/httpd/conf.d/'],
      'happy-0034': ['echo "ServerName controller" >> /etc/httpd/conf/httpd.conf'],
      'happy-0035': ['systemctl start httpd'],
      'happy-0039': ['printf "export OS_USERNAME=admin\\nexport OS_PASSWORD=ADMIN_PASS\\nexport OS_PROJECT_NAME=admin\\nexport OS_USER_DOMAIN_NAME=Default\\nexport OS_PROJECT_DOMAIN_NAME=Default\\n'
        + 'export OS_AUTH_URL=http://controller:5000/v3\\nexport OS_IDENTITY_API_VERSION=3\\nexport OS_IMAGE_API_VERSION=2\\n" > /root/admin-openrc'],
    },
  });
}, 120_000);

test('keystone when something is wrong', async () => {
  await replayTranscript({
    ...COMMON, file: 'keystone-errors.jsonl', scene: 'recorded/keystone',
    prepare: ['. /root/admin-openrc; for name in myuser glance placement nova neutron; do openstack user create --password x $name; done'],
    except: {
      'errors-0635': "apachectl of CentOS hands starting over to systemd", 'errors-0636': 'as errors-0635', 'errors-0637': 'cut off after 30 of 100 seconds',
      'errors-0642': 'needs glance', 'errors-0643': 'needs nova',
    },
    between: {
      'errors-0615': ['keystone-manage fernet_rotate --keystone-user keystone --keystone-group keystone'],
      'errors-0620': [RESTART],
      'errors-0623': ['systemctl stop httpd'],
      'errors-0630': ['rm /etc/httpd/conf.d/wsgi-keystone.conf', 'systemctl start httpd'],
      'errors-0632': ['ln -s /usr/share/keystone/wsgi-keystone.conf /etc/httpd/conf.d/', 'systemctl stop httpd'],
      'errors-0635': ['systemctl stop httpd', 'ln -s /usr/share/keystone/wsgi-keystone.conf /etc/httpd/conf.d/zz.conf'],
      'errors-0636': ['rm /etc/httpd/conf.d/zz.conf', 'systemctl start httpd'],
      'errors-0637': ['systemctl stop mariadb', RESTART],
      'errors-0640': ['systemctl start mariadb', RESTART],
      'errors-0641': ['systemctl stop memcached'],
      'errors-0645': ['systemctl start memcached', `sed -i 's/^provider = fernet/provider = ferent/' ${CONF}`, RESTART],
      'errors-0659': [`sed -i 's/^provider = ferent/provider = fernet/' ${CONF}`, RESTART,
        'printf "[DEFAULT]\\nlog_file = /tmp/ks.log\\n[database]\\nconnection = mysql+pymysql://keystone:KEYSTONE_DBPASS@contoller/keystone\\n" > /tmp/ks.conf; chmod 644 /tmp/ks.conf'],
      // Every process has been asked once, as there.
      'errors-0695': ['for i in 1 2 3 4 5 6 7 8 9 10; do curl -s http://controller:5000/v3; done'],
      'errors-0701': ['mv /etc/keystone/fernet-keys /etc/keystone/fk', RESTART],
      'errors-0703': ['mv /etc/keystone/fk /etc/keystone/fernet-keys', RESTART],
      'errors-0704': ['mv /etc/keystone/credential-keys /etc/keystone/ck'],
      'errors-0706': ['mv /etc/keystone/ck /etc/keystone/credential-keys', `sed -i 's/KEYSTONE_DBPASS@/WRONG@/' ${CONF}`, RESTART],
      'errors-0707': [`sed -i 's/WRONG@/KEYSTONE_DBPASS@/; s/^\\[database\\]/[database/' ${CONF}`, RESTART],
      'errors-0708': [`sed -i 's/^\\[database$/[database]/; s/^connection = /#&/' ${CONF}`, RESTART],
      'errors-0709': [`sed -i 's/^#connection = mysql/connection = mysql/' ${CONF}`, 'mysqldump keystone > /tmp/keystone.sql; mysql -e "DROP DATABASE keystone; CREATE DATABASE keystone"', RESTART],
      'errors-0711': ['su -s /bin/sh -c "keystone-manage db_sync" keystone', RESTART],
      'errors-0712': ['mysql -e "DROP DATABASE keystone; CREATE DATABASE keystone"; mysql keystone < /tmp/keystone.sql', RESTART],
    },
  });
}, 240_000);

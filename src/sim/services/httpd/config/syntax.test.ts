// Configurations that httpd refuses, and its words. Recorded of Apache 2.4 with the modules that CentOS loads.
import { beforeAll, expect, test } from 'vitest';
import { putFile, type TestLab } from '../../../world.testing.ts';
import { startHttpdLab } from '../httpd.testing.ts';

const ZZ = '/etc/httpd/conf.d/zz.conf';
/** The line of httpd.conf that reads conf.d. */
const MAIN = 'MAIN';

/** What stands in zz.conf, and what `httpd -t` says of it: the words after the place in that file, or the whole. */
const REFUSED: readonly (readonly [text: string, said: string])[] = [
  ['Foo bar', "AH00526: Syntax error on line 1 of ZZ:\nInvalid command 'Foo', perhaps misspelled or defined by a module not included in the server configuration"],
  ['Listen', 'AH00526: Syntax error on line 1 of ZZ:\nListen requires 1 or 2 arguments.'],
  ['Listen abc', 'AH00526: Syntax error on line 1 of ZZ:\nPort must be specified'],
  ['Listen 99999', 'AH00526: Syntax error on line 1 of ZZ:\nInvalid address or port'],
  ['Listen 80 http x', 'AH00526: Syntax error on line 1 of ZZ:\nListen requires 1 or 2 arguments.'],
  ['<VirtualHost *:80>\nServerName a', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: ZZ:1: <VirtualHost> was not closed.'],
  ['<VirtualHost *:80', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: ZZ:1: <VirtualHost> was not closed.'],
  ['</VirtualHost>', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: </VirtualHost> without matching <VirtualHost> section'],
  ['<VirtualHost *:80>\n</Directory>', 'httpd: Syntax error on line MAIN: Syntax error on line 2 of ZZ: Expected </VirtualHost> but saw </Directory>'],
  ['<Directory>\n</Directory>', 'AH00526: Syntax error on line 1 of ZZ:\n<Directory> directive requires additional arguments'],
  ['<Foo x>\n</Foo>', "AH00526: Syntax error on line 1 of ZZ:\nInvalid command '<Foo', perhaps misspelled or defined by a module not included in the server configuration"],
  ['Include nope.conf', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: Could not open configuration file /etc/httpd/nope.conf: No such file or directory'],
  ['Include nope/*.conf', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: Include/IncludeOptional: Could not open directory /etc/httpd/nope: No such file or directory'],
  ['LoadModule x_module modules/nope.so', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: Cannot load modules/nope.so into server: /etc/httpd/modules/nope.so: cannot open shared object file: No such file or directory'],
  ['LoadModule a', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: LoadModule takes two arguments, a module name and the name of a shared object file to load it from'],
  ['WSGIDaemonProcess', 'AH00526: Syntax error on line 1 of ZZ:\nName of WSGI daemon process not supplied.'],
  ['WSGIDaemonProcess keystone-public', 'AH00526: Syntax error on line 1 of ZZ:\nName duplicates previous WSGI daemon definition.'],
  ['WSGIDaemonProcess kp foo=1', 'AH00526: Syntax error on line 1 of ZZ:\nInvalid option to WSGI daemon process definition.'],
  ['WSGIDaemonProcess kp processes=a', 'AH00526: Syntax error on line 1 of ZZ:\nInvalid process count for WSGI daemon process.'],
  ['WSGIDaemonProcess kp user=nouser', 'AH00543: httpd: bad user name nouser'],
  ['WSGIDaemonProcess kp group=nogr', 'AH00544: httpd: bad group name nogr'],
  ['WSGIScriptAlias /', 'AH00526: Syntax error on line 1 of ZZ:\nWSGIScriptAlias requires at least two arguments, Map location to target WSGI script file.'],
  ['WSGIScriptAlias/ /usr/bin/x', "AH00526: Syntax error on line 1 of ZZ:\nInvalid command 'WSGIScriptAlias/', perhaps misspelled or defined by a module not included in the server configuration"],
  ['WSGIApplicationGroup%{GLOBAL}', "AH00526: Syntax error on line 1 of ZZ:\nInvalid command 'WSGIApplicationGroup%{GLOBAL}', perhaps misspelled or defined by a module not included in the server configuration"],
  ['ServerName', 'AH00526: Syntax error on line 1 of ZZ:\nServerName takes one argument, The hostname and port of the server'],
  ['ServerName a b', 'AH00526: Syntax error on line 1 of ZZ:\nServerName takes one argument, The hostname and port of the server'],
  ['ErrorLog /nodir/x.log', "(2)No such file or directory: AH02291: Cannot access directory '/nodir/' for main error log\nAH00014: Configuration check failed"],
  ['CustomLog /nodir/x combined', "(2)No such file or directory: AH02297: Cannot access directory '/nodir/' for log file '/nodir/x' defined at ZZ:1\nAH00014: Configuration check failed"],
  ['CustomLog logs/a', 'AH00526: Syntax error on line 1 of ZZ:\nCustomLog takes two or three arguments, a file name, a custom log format string or format name, and an optional "env=" or "expr=" clause (see docs)'],
  ['User nouser', 'AH00543: httpd: bad user name nouser'],
  ['Require all', 'AH00526: Syntax error on line 1 of ZZ:\nRequire not allowed here'],
  ['Require all granted', 'AH00526: Syntax error on line 1 of ZZ:\nRequire not allowed here'],
  ['<Directory />\nRequire bogus x\n</Directory>', 'AH00526: Syntax error on line 2 of ZZ:\nUnknown Authz provider: bogus'],
  ['<Directory />\nRequire all\n</Directory>', "AH00526: Syntax error on line 2 of ZZ:\nArgument for 'Require all' must be 'granted' or 'denied'"],
  ['DocumentRoot /nonexist', "AH00526: Syntax error on line 1 of ZZ:\nDocumentRoot '/nonexist' is not a directory, or is not readable"],
  ['Alias /a', 'AH00526: Syntax error on line 1 of ZZ:\nAlias must have two arguments when used globally'],
  ['LogLevel foo', 'AH00526: Syntax error on line 1 of ZZ:\nLog level keyword must be one of emerg/alert/crit/error/warn/notice/info/debug/trace1/.../trace8'],
  ['<IfVersion >= 2.4>\nFoo\n</IfVersion>', "AH00526: Syntax error on line 2 of ZZ:\nInvalid command 'Foo', perhaps misspelled or defined by a module not included in the server configuration"],
  ['LimitRequestBody x', 'AH00526: Syntax error on line 1 of ZZ:\nLimitRequestBody requires a non-negative integer.'],
  ['SetHandler', 'AH00526: Syntax error on line 1 of ZZ:\nSetHandler takes one argument, a handler name that overrides any other configured handler'],
  ['Options Foo', 'AH00526: Syntax error on line 1 of ZZ:\nIllegal option Foo'],
  ['Options +Indexes FollowSymLinks', 'AH00526: Syntax error on line 1 of ZZ:\nEither all Options must start with + or -, or no Option may.'],
  ['<Files>\n</Files>', 'AH00526: Syntax error on line 1 of ZZ:\n<Files> directive requires additional arguments'],
  ['<VirtualHost>\n</VirtualHost>', 'AH00526: Syntax error on line 1 of ZZ:\n<VirtualHost> directive requires additional arguments'],
  ['ErrorLogFormat "%q"', 'AH00526: Syntax error on line 1 of ZZ:\nUnrecognized error log format directive %q'],
  ['WSGISocketPrefix', 'AH00526: Syntax error on line 1 of ZZ:\nWSGISocketPrefix takes one argument, Path prefix for the daemon process sockets.'],
  ['WSGIPassAuthorization Yes', 'AH00526: Syntax error on line 1 of ZZ:\nWSGIPassAuthorization must be one of: Off | On'],
  ['<Directory /x>\nListen 80\n</Directory>', 'AH00526: Syntax error on line 2 of ZZ:\nListen not allowed in <Directory> context'],
  ['<Directory /x>\nWSGIDaemonProcess a\n</Directory>', 'AH00526: Syntax error on line 2 of ZZ:\nWSGIDaemonProcess not allowed in <Directory> context'],
  ['PidFile', 'AH00526: Syntax error on line 1 of ZZ:\nPidFile takes one argument, A file for logging the server process ID'],
  ['KeepAlive maybe', 'AH00526: Syntax error on line 1 of ZZ:\nKeepAlive must be On or Off'],
  ['AllowOverride', 'AH00526: Syntax error on line 1 of ZZ:\nAllowOverride not allowed here'],
  ['ServerTokens foo', "AH00526: Syntax error on line 1 of ZZ:\nServerTokens takes 1 argument: 'Prod(uctOnly)', 'Major', 'Minor', 'Min(imal)', 'OS', or 'Full'"],
  ['WSGIProcessGroup', 'AH00526: Syntax error on line 1 of ZZ:\nWSGIProcessGroup takes one argument, Name of the WSGI process group.'],
  ['Order allow,deny', 'AH00526: Syntax error on line 1 of ZZ:\norder not allowed here'],
  ['<Directory />\nOrder x\n</Directory>', 'AH00526: Syntax error on line 2 of ZZ:\nunknown order'],
  ['servername x:99999', 'AH00526: Syntax error on line 1 of ZZ:\nThe port number "x:99999" is outside the appropriate range (i.e., 1..65535).'],
  ['IfModule x', "AH00526: Syntax error on line 1 of ZZ:\nInvalid command 'IfModule', perhaps misspelled or defined by a module not included in the server configuration"],
  ['<IfModule x', "httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: <IfModule> directive missing closing '>'"],
  ['<IfModule>', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: <IfModule> directive requires additional arguments'],
  ['<IfDefine>', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: <IfDefine> directive requires additional arguments'],
  ['Define', 'httpd: Syntax error on line MAIN: Syntax error on line 1 of ZZ: Define takes 1-2 arguments, Define a variable, optionally to a value.  Same as passing -D to the command line.'],
  ['Group nogr', 'AH00544: httpd: bad group name nogr'],
  ['<Location /a>\n<Directory /b>\n</Directory>\n</Location>', 'AH00526: Syntax error on line 2 of ZZ:\n<Directory not allowed in <Location> context'],
  ['<VirtualHost *:1>\n<VirtualHost *:2>\n</VirtualHost>\n</VirtualHost>', 'AH00526: Syntax error on line 2 of ZZ:\n<VirtualHost> cannot occur within <VirtualHost> section'],
  ['Proxypass /', 'AH00526: Syntax error on line 1 of ZZ:\nProxyPass|ProxyPassMatch needs a path when not defined in a location'],
  ['ProxyPass / foo', 'AH00526: Syntax error on line 1 of ZZ:\nProxyPass URL must be absolute!: foo'],
];

const ACCEPTED: readonly string[] = [
  'IncludeOptional nope/*.conf',
  '<IfVersion 2.4>\n</IfVersion>',
  '<IfVersion < 2.4>\nFoo\n</IfVersion>',
  'LogFormat "%q x" foo',
  'Servername "a',
  'Timeout x',
  'WSGIProcessGroup keystone-public',
  'TypesConfig /nope',
  'ProxyPass / http://a:1/',
];

let lab: TestLab;
let main = '';

beforeAll(async () => {
  lab = await startHttpdLab();
  main = (await lab.run('controller', 'grep -n IncludeOptional /etc/httpd/conf/httpd.conf | cut -d: -f1')).stdout.trim();
}, 60_000);

const check = async (text: string): Promise<{ stderr: string; exit: number | null }> => {
  putFile(lab, 'controller', ZZ, `${text}\n`);
  const { stderr, exit } = await lab.run('controller', 'httpd -t');
  return { stderr, exit };
};

test.each(REFUSED)('refused: %s', async (text, said) => {
  const stderr = said.replaceAll('ZZ', ZZ).replace(`line ${MAIN}`, `line ${main} of /etc/httpd/conf/httpd.conf`);
  expect(await check(text)).toEqual({ stderr: `${stderr}\n`, exit: 1 });
});

test.each(ACCEPTED)('accepted: %s', async (text) => {
  expect(await check(text)).toEqual({ stderr: 'Syntax OK\n', exit: 0 });
});

test('warnings do not keep it from starting', async () => {
  const { stderr, exit } = await check('<VirtualHost nohost.invalid:80>\n</VirtualHost>');
  expect(stderr.replace(/^\[.*?\]/, '[DATE]').replace(/\d+:tid \d+/, 'N:tid N')).toBe(
    '[DATE] [core:error] [pid N:tid N] (EAI 2)Name or service not known: AH00547: Could not resolve host name nohost.invalid -- ignoring!\nSyntax OK\n');
  expect(exit).toBe(0);
});

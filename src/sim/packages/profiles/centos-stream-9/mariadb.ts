import { rows, type Header } from '../../table.ts';

// MariaDB's own repository, one table per series. Names, dependencies: rpm.mariadb.org for rhel9-amd64.

const table = (version: string, galera: string): readonly Header[] => rows('mariadb', `
MariaDB-backup|${version}|x|7060||GPLv2|MariaDB-client = ${version}|MariaDB: hot backup of InnoDB and Aria tables|mariadb-backup = ${version}
MariaDB-client|${version}|x|13620||GPLv2|MariaDB-common|MariaDB: a very fast and robust SQL database server (client)|mariadb = ${version},mysql-client,mariadb-client = ${version}|conflicts=mariadb
MariaDB-common|${version}|x|84||GPLv2||MariaDB: common files of client and server|mariadb-common = ${version},mysql-common|obsoletes=mariadb-connector-c-config,mysql-common
MariaDB-cracklib-password-check|${version}|x|13||GPLv2|MariaDB-server = ${version},cracklib-dicts|MariaDB: the plugin that checks passwords with CrackLib
MariaDB-devel|${version}|x|8420||GPLv2|MariaDB-shared = ${version}|MariaDB: files for building client programs|mariadb-devel = ${version},mysql-devel
MariaDB-gssapi-server|${version}|x|15||GPLv2|MariaDB-server = ${version},krb5-libs|MariaDB: the GSSAPI authentication plugin
MariaDB-rocksdb-engine|${version}|x|4680||GPLv2|MariaDB-server = ${version},libzstd,lz4-libs,snappy|MariaDB: the RocksDB storage engine
MariaDB-server|${version}|x|18640||GPLv2|MariaDB-client = ${version},MariaDB-common = ${version},galera-4 >= 26.4,gawk,iproute,libaio,lsof,perl-DBI,perl-interpreter,perl-Data-Dumper,perl-File-Path,perl-File-Temp,perl-Getopt-Long,perl-Sys-Hostname,pcre2,rsync,socat,systemd|MariaDB: a very fast and robust SQL database server|mariadb-server = ${version},mysql-server|conflicts=mariadb-server
MariaDB-shared|${version}|x|116||LGPLv2.1||LGPL MariaDB client library|mariadb-libs = ${version},libmariadb.so.3()(64bit)
MariaDB-test|${version}|x|22380||GPLv2|MariaDB-client = ${version},perl-interpreter|MariaDB: the regression tests
galera-4|${galera}|x|10100||GPLv2|boost-program-options,openssl-libs|Galera: a synchronous multi-master wsrep provider
`);

/** Series → packages. */
export const MARIADB: Readonly<Record<string, readonly Header[]>> = {
  '10.5': table('10.5.29-1.el9', '26.4.22-1.el9'),
  '10.6': table('10.6.22-1.el9', '26.4.22-1.el9'),
  '10.11': table('10.11.13-1.el9', '26.4.22-1.el9'),
  '11.4': table('11.4.7-1.el9', '26.4.22-1.el9'),
};

import type { ModuleStream, PackageGroupSet } from '../../../host/package.ts';
import { rows } from '../../table.ts';

// What can be installed from the distribution itself. Columns as in base.ts.

/** BaseOS packages that a fresh host does not have. */
export const BASEOS_MORE = rows('baseos', `
at|3.1.23-11.el9|x|62||GPLv3+ and GPLv2+ and ISC and MIT and Public Domain|systemd|Job spooling tools
bc|1.07.1-14.el9|x|121||GPLv3+|readline|GNU's bc, a numeric processing language, and dc, a calculator
dhcp-client|12:4.4.2-19.b1.el9|x|798||ISC|dhcp-common,iproute|Provides the ISC DHCP client daemon and dhclient-script
dhcp-common|12:4.4.2-19.b1.el9|n|129||ISC||Common files used by ISC dhcp client and server
ed|1.14.2-12.el9|x|76||GPLv3+ and GFDL||The GNU line editor
iptables-services|1.8.10-11.el9|n|17||GPLv2 and Artistic 2.0 and ISC|iptables-nft,systemd|iptables and ip6tables services for iptables
libaio|0.3.111-13.el9|x|24||LGPLv2+||Linux-native asynchronous I/O access library
libatomic|11.5.0-11.el9|x|26||GPLv3+ and GPLv3+ with exceptions and GPLv2+ with exceptions and LGPLv2+ and BSD||The GNU Atomic library
libnfsidmap|1:2.5.4-38.el9|x|62||MIT||NFSv4 user and group ID mapping library
lvm2|9:2.03.32-2.el9|x|1572||GPLv2|device-mapper,libaio|Userland logical volume management tools
mailx|12.5-50.el9|x|255||BSD with advertising and BSD and MPLv1.1||Enhanced implementation of the mailx command
mlocate|0.26-30.el9|x|136||GPLv2|shadow-utils|An utility for finding files by name
net-snmp-libs|1:5.9.1-17.el9|x|762||BSD|openssl-libs|The NET-SNMP runtime client libraries
nfs-utils|1:2.5.4-38.el9|x|438||MIT and GPLv2 and GPLv2+ and BSD|gssproxy,keyutils,libnfsidmap,rpcbind,systemd|NFS utilities and supporting clients and daemons for the kernel NFS server
openldap-clients|2.6.8-4.el9|x|185||OpenLDAP|openldap|LDAP client utilities
patch|2.7.6-16.el9|x|128||GPLv3+||Utility for modifying and upgrading files
python3-dbus|1.2.18-2.el9|x|144||MIT|dbus-libs,python3|D-Bus bindings for python3
quota|1:4.09-4.el9|x|193||BSD and GPLv2 and GPLv2+|e2fsprogs-libs|System administration tools for monitoring users' disk usage
rpcbind|1.2.6-7.el9|x|58||BSD|libtirpc,systemd|Universal Addresses to RPC Program Number Mapper
smartmontools|1:7.2-9.el9|x|572||GPLv2+|systemd|Tools for monitoring SMART capable hard disks
strace|6.12-1.el9|x|1469||LGPL-2.1+ and GPL-2.0+||Tracks and displays system calls associated with a running process
symlinks|1.7-5.el9|x|20||Copyright only||A utility which maintains a system's symbolic links
sysfsutils|2.1.1-11.el9|x|28||GPLv2|libsysfs|Utilities for interfacing with sysfs
usbutils|017-1.el9|x|120||GPLv2+||Linux USB utilities
words|3.0-39.el9|n|1409||Public Domain||A dictionary of English words for the /usr/share/dict directory
zip|3.0-35.el9|x|266||BSD||A file compression utility
zsh|5.8-9.el9|x|3333||MIT||Powerful interactive shell
`);

/** AppStream packages. */
export const APPSTREAM = rows('appstream', `
ansible-core|1:2.14.18-1.el9|x|2662||GPLv3+|python3|SSH-based configuration management
apr|1.7.0-12.el9|x|123||ASL 2.0 and BSD with advertising and ISC and BSD||Apache Portable Runtime library
apr-util|1.6.1-23.el9|x|96||ASL 2.0|apr|Apache Portable Runtime Utility library||recommends=apr-util-bdb,apr-util-openssl
apr-util-bdb|1.6.1-23.el9|x|13||ASL 2.0|apr-util,libdb|APR utility library Berkeley DB driver
apr-util-openssl|1.6.1-23.el9|x|15||ASL 2.0|apr-util,openssl-libs|APR utility library OpenSSL crypto support
bind-libs|32:9.16.23-34.el9|x|1273||MPLv2.0|bind-license,libxml2|Libraries used by the BIND DNS packages
bind-license|32:9.16.23-34.el9|n|13||MPLv2.0||License of the BIND DNS suite
bind-utils|32:9.16.23-34.el9|x|207||MPLv2.0|bind-libs|Utilities for querying DNS name servers
boost-program-options|1.75.0-12.el9|x|104||Boost and MIT and Python||Run-time component of boost program_options library
centos-logos-httpd|90.8-3.el9|n|1543||Licensed only for approved usage, see COPYING for details.||CentOS-related icons and pictures used by httpd|system-logos-httpd = 90.8-3.el9
container-selinux|4:2.241.0-1.el9|n|58||GPLv2|selinux-policy|SELinux policies for container runtimes
createrepo_c|0.20.1-3.el9|x|75||GPLv2+|glib2|Creates a common metadata repository
ebtables-legacy|2.0.11-9.el9|x|118||GPLv2+||Ethernet Bridge frame table administration tool
edk2-ovmf|20241117-4.el9|n|6283||BSD-2-Clause-Patent||UEFI firmware for x86_64 virtual machines
emacs-filesystem|1:27.2-18.el9|n|9||GPLv3+ and CC0-1.0||Emacs filesystem layout
gcc|11.5.0-11.el9|x|33587||GPLv3+ and GPLv3+ with exceptions and GPLv2+ with exceptions and LGPLv2+ and BSD|binutils,libgcc|Various compilers (C, C++, Objective-C, ...)
git|2.47.3-1.el9|x|50||GPLv2|git-core,git-core-doc,perl-interpreter|Fast Version Control System
git-core|2.47.3-1.el9|x|4660||GPLv2|less,openssh-clients,zlib|Core package of git with minimal functionality
git-core-doc|2.47.3-1.el9|n|2862||GPLv2|git-core|Documentation files for git-core
haproxy|2.8.14-1.el9|x|2563||GPLv2+|systemd|HAProxy reverse proxy for high availability environments
httpd|2.4.62-4.el9|x|47|60|ASL 2.0|httpd-core = 2.4.62-4.el9,system-logos-httpd|Apache HTTP Server||recommends=mod_http2,mod_lua
httpd-core|2.4.62-4.el9|x|1473|4800|ASL 2.0|apr,apr-util,httpd-filesystem = 2.4.62-4.el9,httpd-tools = 2.4.62-4.el9,mailcap,systemd|httpd minimal core|httpd-mmn = 20120211x8664
httpd-filesystem|2.4.62-4.el9|n|12|1|ASL 2.0|shadow-utils|The basic directory layout for the Apache HTTP Server
httpd-tools|2.4.62-4.el9|x|80|200|ASL 2.0|apr,apr-util|Tools for use with the Apache HTTP Server
libguestfs|1:1.54.0-9.el9|x|1141||LGPLv2+|libvirt-libs,qemu-img|Access and modify virtual machine disk images
libvirt|10.10.0-15.el9|x|22||GPL-2.0-or-later|libvirt-client = 10.10.0-15.el9,libvirt-daemon-kvm = 10.10.0-15.el9|Library providing a simple virtualization API
libvirt-client|10.10.0-15.el9|x|435||GPL-2.0-or-later|libvirt-libs = 10.10.0-15.el9,readline|Client side utilities of the libvirt library
libvirt-daemon|10.10.0-15.el9|x|206||GPL-2.0-or-later|dbus,iproute,libvirt-libs = 10.10.0-15.el9,polkit|Server side daemon and supporting files for libvirt library
libvirt-daemon-kvm|10.10.0-15.el9|x|21||GPL-2.0-or-later|libvirt-daemon = 10.10.0-15.el9,qemu-kvm|Server side daemon & driver required to run KVM guests
libvirt-libs|10.10.0-15.el9|x|5124||GPL-2.0-or-later|cyrus-sasl-lib,libnl3,numactl-libs|Client side libraries
mailcap|2.1.49-5.el9|n|33||Public Domain and MIT||Helper application and MIME type associations for file types
mariadb|3:10.5.29-3.el9|x|1628||GPLv2 and LGPLv2|mariadb-common = 3:10.5.29-3.el9,mariadb-connector-c,perl-interpreter|A very fast and robust SQL database server||conflicts=MariaDB-client
mariadb-backup|3:10.5.29-3.el9|x|6508||GPLv2 and LGPLv2|libarchive,mariadb-connector-c|The mariabackup tool for physical online backups
mariadb-common|3:10.5.29-3.el9|x|30||GPLv2 and LGPLv2|mariadb-connector-c-config|The shared files required by server and client
mariadb-connector-c|3.2.6-1.el9|x|195||LGPLv2+|mariadb-connector-c-config|The MariaDB Native Client library (C driver)
mariadb-connector-c-config|3.2.6-1.el9|n|11||LGPLv2+||Configuration files for packages that use /etc/my.cnf as a configuration file||conflicts=MariaDB-common
mariadb-errmsg|3:10.5.29-3.el9|x|212||GPLv2 and LGPLv2||The error messages files required by MariaDB server
mariadb-server|3:10.5.29-3.el9|x|9830||GPLv2 and LGPLv2|coreutils,iproute,libaio,lsof,mariadb = 3:10.5.29-3.el9,mariadb-common = 3:10.5.29-3.el9,mariadb-errmsg = 3:10.5.29-3.el9,perl-DBD-MariaDB,perl-interpreter,policycoreutils,rsync,systemd|The MariaDB server and related files|mysql-server = 3:10.5.29-3.el9|conflicts=MariaDB-server
memcached|1.6.9-7.el9|x|147||BSD|libevent,systemd|High Performance, Distributed Memory Object Cache
mod_http2|2.0.26-4.el9|x|163||ASL 2.0|httpd-mmn = 20120211x8664,libnghttp2|Module implementing HTTP/2 for Apache 2
mod_lua|2.4.62-4.el9|x|59||ASL 2.0|httpd-mmn = 20120211x8664,lua-libs|Lua scripting support for the Apache HTTP Server
mod_ssl|1:2.4.62-4.el9|x|111||ASL 2.0|httpd-core = 2.4.62-4.el9,httpd-mmn = 20120211x8664,sscg|SSL/TLS module for the Apache HTTP Server
mysql|8.0.41-2.el9|x|2771||GPLv2 with exceptions and LGPLv2 and BSD|mysql-common|MySQL client programs and shared libraries
mysql-common|8.0.41-2.el9|n|69||GPLv2 with exceptions and LGPLv2 and BSD||The shared files required for MySQL server and client
nginx|2:1.20.1-24.el9|x|38||BSD|nginx-core|A high performance web server and reverse proxy server
nginx-core|2:1.20.1-24.el9|x|571||BSD|openssl-libs,pcre|nginx minimal core
perl-AutoLoader|5.74-483.el9|n|20||GPL+ or Artistic|perl-libs|Load subroutines only on demand
perl-B|1.80-483.el9|x|178||GPL+ or Artistic|perl-libs|Perl compiler backend
perl-Carp|1.50-460.el9|n|30||GPL+ or Artistic|perl-libs|Alternative warn and die for modules
perl-Class-Struct|0.66-483.el9|n|21||GPL+ or Artistic|perl-libs|Declare struct-like datatypes as Perl classes
perl-DBD-MariaDB|1.21-16.el9|x|151||GPL+ or Artistic|mariadb-connector-c,perl-DBI|MariaDB and MySQL driver for the Perl5 Database Interface (DBI)
perl-DBI|1.643-9.el9|x|699||GPL+ or Artistic|perl-interpreter,perl-Carp,perl-Data-Dumper,perl-Math-BigInt|A database access API for perl
perl-Data-Dumper|2.174-462.el9|x|55||GPL+ or Artistic|perl-libs,perl-B|Stringify perl data structures, suitable for printing and eval
perl-Errno|1.30-483.el9|x|14||GPL+ or Artistic|perl-libs|System errno constants
perl-Exporter|5.74-461.el9|n|32||GPL+ or Artistic|perl-Carp|Implements default import method for modules
perl-Fcntl|1.13-483.el9|x|19||GPL+ or Artistic|perl-libs|File operation options
perl-File-Basename|2.85-483.el9|n|16||GPL+ or Artistic|perl-libs|Parse file paths into directory, file name, and suffix
perl-File-Path|2.18-4.el9|n|36||GPL+ or Artistic|perl-libs|Create or remove directory trees
perl-File-Temp|1:0.231.100-4.el9|n|60||GPL+ or Artistic|perl-libs,perl-File-Path|Return name and handle of a temporary file safely
perl-Getopt-Long|1:2.52-4.el9|n|61||GPLv2+ or Artistic|perl-Exporter,perl-Pod-Usage|Extended processing of command line options
perl-IO|1.43-483.el9|x|87||GPL+ or Artistic|perl-libs|Perl input/output modules
perl-Math-BigInt|1:1.9998.18-460.el9|n|189||GPL+ or Artistic|perl-libs|Arbitrary-size integer and float mathematics
perl-POSIX|1.94-483.el9|x|96||GPL+ or Artistic|perl-libs|Perl interface to IEEE Std 1003.1
perl-PathTools|3.78-461.el9|x|86||GPL+ or Artistic|perl-libs|PathTools Perl module (Cwd, File::Spec)
perl-Pod-Usage|4:2.01-4.el9|n|41||GPL+ or Artistic|perl-libs|Print a usage message from embedded pod documentation
perl-Scalar-List-Utils|4:1.56-462.el9|x|71||GPL+ or Artistic|perl-libs|A selection of general-utility scalar and list subroutines
perl-Socket|4:2.031-4.el9|x|55||GPL+ or Artistic|perl-libs|Networking constants and support functions
perl-Storable|1:3.21-460.el9|x|96||GPL+ or Artistic|perl-libs|Persistence for Perl data structures
perl-Symbol|1.08-483.el9|n|13||GPL+ or Artistic|perl-libs|Manipulate Perl symbols and their names
perl-Sys-Hostname|1.23-483.el9|x|16||GPL+ or Artistic|perl-libs|Try every conceivable way to get a hostname
perl-Text-ParseWords|3.30-460.el9|n|16||GPL+ or Artistic|perl-libs|Parse text into an array of tokens or array of arrays
perl-Time-HiRes|4:1.9764-462.el9|x|58||GPL+ or Artistic|perl-libs|High resolution alarm, sleep, gettimeofday, interval timers
perl-constant|1.33-461.el9|n|24||GPL+ or Artistic|perl-libs|Perl pragma to declare constants
perl-if|0.60.800-483.el9|n|13||GPL+ or Artistic|perl-libs|Use a Perl module if a condition holds
perl-interpreter|4:5.32.1-483.el9|x|70||GPL+ or Artistic|perl-libs,perl-Errno,perl-Fcntl,perl-IO,perl-POSIX,perl-Scalar-List-Utils|Standalone executable Perl interpreter
perl-libs|4:5.32.1-483.el9|x|2254||(GPL+ or Artistic) and BSD and HSRL and MIT and UCD and Public Domain|libxcrypt|The libraries for the perl run-time
perl-mro|1.23-483.el9|x|28||GPL+ or Artistic|perl-libs|Method resolution order
perl-overload|1.31-483.el9|n|45||GPL+ or Artistic|perl-libs|Overloading of Perl operations
perl-parent|1:0.238-460.el9|n|14||GPL+ or Artistic|perl-libs|Establish an ISA relationship with base classes at compile time
perl-vars|1.05-483.el9|n|12||GPL+ or Artistic|perl-libs|Perl pragma to predeclare global variable names
podman|6:5.4.0-12.el9|x|17203||ASL 2.0 and BSD and ISC and MIT and MPLv2.0|container-selinux|Manage Pods, Containers and Container Images
postgresql|13.22-1.el9|x|1592||PostgreSQL|readline|PostgreSQL client programs
python3-PyMySQL|0.10.1-6.el9|n|117||MIT|python3|Pure-Python MySQL client library
python3-mod_wsgi|4.7.1-11.el9|x|164||ASL 2.0|httpd-mmn = 20120211x8664,python3-libs|A WSGI interface for Python web applications in Apache|mod_wsgi = 4.7.1-11.el9
python3-pip|21.3.1-1.el9|n|1940||MIT and Python and ASL 2.0 and BSD and ISC and LGPLv2 and MPLv2.0|python3,python3-setuptools|A tool for installing and managing Python3 packages
python3-pyyaml|5.4.1-6.el9|x|205||MIT|libyaml,python3|YAML parser and emitter for Python
python3-requests|2.25.1-9.el9|n|128||ASL 2.0|python3,python3-urllib3|HTTP library, written in Python, for human beings
python3-urllib3|1.26.5-6.el9|n|216||MIT|python3,python3-six|Python HTTP library with thread-safe connection pooling and file post
qemu-img|17:9.1.0-24.el9|x|2538||GPLv2 and GPLv2+ and CC-BY|libaio|QEMU command line tool for manipulating disk images
qemu-kvm|17:9.1.0-24.el9|x|65||GPLv2 and GPLv2+ and CC-BY|qemu-img = 17:9.1.0-24.el9,qemu-kvm-core = 17:9.1.0-24.el9|QEMU is a machine emulator and virtualizer
qemu-kvm-core|17:9.1.0-24.el9|x|4941||GPLv2 and GPLv2+ and CC-BY|edk2-ovmf,glib2,libaio,libseccomp|qemu-kvm core components
redis|6.2.18-1.el9|x|1310||BSD and MIT|logrotate,systemd|A persistent key-value database
rust|1.88.0-1.el9|x|31208||(ASL 2.0 or MIT) and (BSD and MIT)|gcc|The Rust Programming Language
socat|1.7.4.1-6.el9|x|303||GPLv2|openssl-libs|Bidirectional data relay between two data channels ('netcat++')
sscg|3.0.0-10.el9|x|46||GPLv3+ with exceptions|openssl-libs|Simple SSL certificate generator
sysstat|12.5.4-9.el9|x|470||GPLv2+|systemd|Collection of performance monitoring tools for Linux
tmux|3.2a-5.el9|x|475||ISC and BSD|libevent,ncurses-libs|A terminal multiplexer
virt-install|5.0.0-1.el9|n|54||GPLv2+|libvirt-client,python3|Utilities for installing virtual machines
`);

export const CRB = rows('crb', `
libpmem-devel|1.12.1-1.el9|x|108||BSD||Development files for the Persistent Memory Programming library
mariadb-devel|3:10.5.29-3.el9|x|1092||GPLv2 and LGPLv2|mariadb-connector-c|Files for development of MariaDB/MySQL applications
python3-pyxattr|0.7.2-4.el9|x|35||LGPLv2+|python3|Extended attributes library wrapper for Python 3
python3-pexpect|4.8.0-7.el9|n|142||MIT|python3|Unicode-aware Pure Python Expect-like module
python3-scons|4.1.0-3.el9|n|2270||MIT|python3|Open Source software construction tool for Python 3
doxygen|2:1.9.1-12.el9|x|4665||GPL+||A documentation system for C/C++
ninja-build|1.10.2-6.el9|x|150||ASL 2.0|emacs-filesystem,vim-filesystem|Small build system with a focus on speed
libvirt-devel|10.10.0-15.el9|x|229||GPL-2.0-or-later|libvirt-libs = 10.10.0-15.el9|Libraries, includes, etc. to compile with the libvirt library
memcached-devel|1.6.9-7.el9|x|16||BSD|memcached|Files needed for development using memcached protocol
lua-devel|5.4.4-4.el9|x|22||MIT|lua-libs|Development files for lua
`);

export const GROUPS: readonly PackageGroupSet[] = [
  { id: 'server-product-environment', name: 'Server', description: 'An integrated, easy-to-manage server.', isEnvironment: true, mandatory: ['web-server', 'system-tools'] },
  { id: 'minimal-environment', name: 'Minimal Install', description: 'Basic functionality.', isEnvironment: true, mandatory: ['system-tools'] },
  { id: 'virtualization-host-environment', name: 'Virtualization Host', description: 'Minimal virtualization host.', isEnvironment: true, mandatory: ['system-tools'] },
  { id: 'web-server', name: 'Basic Web Server', description: 'These tools allow you to run a Web server on the system.', mandatory: ['httpd'], optional: ['mod_ssl', 'python3-mod_wsgi'] },
  { id: 'network-server', name: 'Network Servers', description: 'These packages include network-based servers such as DHCP, Kerberos and NIS.', mandatory: [], defaults: ['haproxy'] },
  { id: 'system-tools', name: 'System Tools', description: 'This group is a collection of various system administration tools.', mandatory: [], defaults: ['tmux', 'sysstat', 'zsh'] },
  { id: 'development', name: 'Development Tools', description: 'A basic development environment.', mandatory: ['gcc', 'git'], defaults: [] },
];

export const MODULES: readonly ModuleStream[] = [
  { name: 'mariadb', stream: '10.11', profiles: ['client', 'galera', 'server'], defaultProfile: 'server', summary: 'MariaDB Module' },
  { name: 'nginx', stream: '1.22', profiles: ['common'], defaultProfile: 'common', summary: 'nginx webserver' },
  { name: 'nginx', stream: '1.24', profiles: ['common'], defaultProfile: 'common', summary: 'nginx webserver' },
  { name: 'nodejs', stream: '18', profiles: ['common', 'development', 'minimal', 's2i'], defaultProfile: 'common', summary: 'Javascript runtime' },
  { name: 'nodejs', stream: '20', profiles: ['common', 'development', 'minimal', 's2i'], defaultProfile: 'common', summary: 'Javascript runtime' },
  { name: 'php', stream: '8.2', profiles: ['common', 'devel', 'minimal'], defaultProfile: 'common', summary: 'PHP scripting language' },
  { name: 'postgresql', stream: '15', profiles: ['client', 'server'], defaultProfile: 'server', summary: 'PostgreSQL server and client module' },
  { name: 'redis', stream: '7', profiles: ['common'], defaultProfile: 'common', summary: 'Redis persistent key-value database' },
  { name: 'ruby', stream: '3.3', profiles: ['common'], defaultProfile: 'common', summary: 'An interpreter of object-oriented scripting language' },
];

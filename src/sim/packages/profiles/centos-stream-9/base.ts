import { rows } from '../../table.ts';

// The packages of a freshly installed host, as the CentOS Stream 9 images of mid 2024 had them (osbuild's manifests).
// name | [epoch:]version-release | x = x86_64, n = noarch | download kB | installed kB (empty: three times) | license |
// requires | summary [| provides]

/** Installed packages that come from BaseOS. */
export const BASEOS_INSTALLED = rows('baseos', `
NetworkManager|1:1.48.0-1.el9|x|2361||GPLv2+ and LGPLv2+|NetworkManager-libnm,dbus,glib2,systemd|Network connection manager and user applications
NetworkManager-libnm|1:1.48.0-1.el9|x|1862||LGPLv2+|glib2|Library that programs use to talk to NetworkManager
NetworkManager-tui|1:1.48.0-1.el9|x|246||GPLv2+|NetworkManager,newt|NetworkManager settings in a text terminal
acl|2.3.1-4.el9|x|72||GPLv2+|libacl,libattr|Commands that read and set access control lists
alternatives|1.24-1.el9|x|40||GPLv2||Keeps the symlinks that choose between equal commands
audit|3.1.2-2.el9|x|270||GPLv2+|audit-libs,systemd|User space tools of kernel auditing
audit-libs|3.1.2-2.el9|x|121||LGPLv2+||Library of the audit tools
authselect|1.2.6-2.el9|x|145||GPLv3+|authselect-libs|Chooses how users are identified and authenticated
authselect-libs|1.2.6-2.el9|x|240||GPLv3+|pam|Library of the authselect tool
basesystem|11-13.el9|n|8||Public Domain|filesystem,setup|The skeleton package of a CentOS system
bash|5.1.8-9.el9|x|1704||GPLv3+|filesystem,glibc,ncurses-libs|The GNU Bourne Again shell
bash-completion|1:2.11-5.el9|n|456||GPLv2+|bash|Programmable completion for Bash
binutils|2.35.2-43.el9|x|4600||GPLv3+|binutils-gold,alternatives,zlib|Assembler, linker and other tools for object files
bzip2|1.0.8-8.el9|x|56||BSD|bzip2-libs|A file compression utility
bzip2-libs|1.0.8-8.el9|x|40||BSD||Libraries for programs that use bzip2
c-ares|1.19.1-2.el9|x|111||MIT||A library that resolves names asynchronously
ca-certificates|2023.2.60_v7.0.306-90.1.el9|n|933||Public Domain|bash,coreutils,p11-kit,p11-kit-trust,sed|The Mozilla CA root certificate bundle
centos-gpg-keys|9.0-26.el9|n|13||GPLv2||CentOS RPM keys
centos-stream-release|9.0-26.el9|n|25||GPLv2|centos-stream-repos|CentOS Stream release files
centos-stream-repos|9.0-26.el9|n|10||GPLv2|centos-gpg-keys|CentOS Stream package repositories
chrony|4.5-2.el9|x|325||GPLv2|libcap,shadow-utils,systemd|An NTP client/server
coreutils|8.32-35.el9|x|1187||GPLv3+|coreutils-common,glibc,libacl,libattr,libcap,libselinux|A set of basic GNU tools
coreutils-common|8.32-35.el9|x|2034||GPLv3+||Shared data of the coreutils packages
cpio|2.13-16.el9|x|273||GPLv3+||A GNU archiving program
cracklib|2.9.6-27.el9|x|94||LGPLv2+|gzip|A password-checking library
cracklib-dicts|2.9.6-27.el9|x|3631||LGPLv2+|cracklib|The standard CrackLib dictionaries
cronie|1.5.7-11.el9|x|117||MIT and BSD and ISC and GPLv2+|cronie-anacron,crontabs,pam,systemd|Cron daemon for executing programs at set times
cronie-anacron|1.5.7-11.el9|x|34||MIT and BSD and ISC and GPLv2+|cronie|Runs cron jobs that a switched-off machine missed
crontabs|1.11-26.20190603git.el9|n|19||Public Domain and GPLv2|sed|Root crontab files used to schedule programs
crypto-policies|20240304-1.gitb1c706d.el9|n|87||LGPLv2+||System-wide crypto policies
crypto-policies-scripts|20240304-1.gitb1c706d.el9|n|98||LGPLv2+|crypto-policies,python3|Tool to switch between crypto policies
cryptsetup-libs|2.7.2-1.el9|x|500||GPLv2+ and LGPLv2+|device-mapper-libs|Cryptsetup shared library
curl|7.76.1-29.el9|x|294||MIT|libcurl|A utility for getting files from remote servers
cyrus-sasl-lib|2.1.27-21.el9|x|766||BSD with advertising||Shared libraries needed by Cyrus SASL
dbus|1:1.12.20-8.el9|x|8||GPLv2+ or AFL|dbus-broker,systemd|D-BUS message bus
dbus-broker|28-7.el9|x|172||ASL 2.0|dbus-common|Linux D-Bus message broker
dbus-common|1:1.12.20-8.el9|n|15||GPLv2+ or AFL||D-BUS message bus configuration
dbus-libs|1:1.12.20-8.el9|x|152||GPLv2+ or AFL|systemd-libs|Libraries for accessing D-BUS
dbus-tools|1:1.12.20-8.el9|x|52||GPLv2+ or AFL|dbus-libs|D-BUS tools and utilities
device-mapper|9:1.02.197-2.el9|x|139||GPLv2|device-mapper-libs,systemd-udev|Device mapper utility
device-mapper-libs|9:1.02.197-2.el9|x|178||LGPLv2||Device-mapper shared library
diffutils|3.7-12.el9|x|399||GPLv3+||GNU tools for comparing files
dmidecode|3.3-7.el9|x|92||GPLv2+||Tool that reads the BIOS tables
dnf|4.14.0-15.el9|n|478||GPLv2+|python3-dnf|Package manager
dnf-data|4.14.0-15.el9|n|38||GPLv2+||Common data and configuration files for DNF
dnf-plugins-core|4.3.0-16.el9|n|38||GPLv2+|python3-dnf-plugins-core|Core plugins for DNF
dosfstools|4.2-3.el9|x|152||GPLv3+||Utilities for making and checking FAT file systems
dracut|057-53.git20240104.el9|x|470||GPLv2+ and LGPLv2+|bash,coreutils,cpio,gzip,kmod,systemd,systemd-udev,util-linux|Initramfs generator using udev
dracut-config-generic|057-53.git20240104.el9|x|8||GPLv2+|dracut|Configures dracut to make a generic initramfs
dracut-network|057-53.git20240104.el9|x|104||GPLv2+|dracut,iproute|Dracut modules for network support
e2fsprogs|1.46.5-5.el9|x|1046||GPLv2|e2fsprogs-libs,libblkid,libss|Utilities for managing ext2, ext3 and ext4 file systems
e2fsprogs-libs|1.46.5-5.el9|x|218||GPLv2 and LGPLv2|libcom_err|Libraries of the ext file system tools
efi-filesystem|4-8.el9|n|8||Public Domain|filesystem|The basic directory layout for EFI machines
efibootmgr|16-12.el9|x|50||GPLv2+|efivar-libs|EFI boot manager
efivar-libs|38-3.el9|x|123||LGPLv2||Library to manage UEFI variables
elfutils-debuginfod-client|0.191-4.el9|x|37||GPLv3+|elfutils-libs|Client for build-id lookups of debug files
elfutils-default-yama-scope|0.191-4.el9|n|12||GPLv2+||Default yama attach scope sysctl setting
elfutils-libelf|0.191-4.el9|x|195||GPLv2+ or LGPLv3+|zlib|Library to read and write ELF files
elfutils-libs|0.191-4.el9|x|255||GPLv2+ or LGPLv3+|elfutils-libelf|Libraries to handle compiled objects
ethtool|6.2-1.el9|x|233||GPLv2||Settings of Ethernet devices
expat|2.5.0-2.el9|x|116||MIT||An XML parser library
file|5.39-16.el9|x|49||BSD|file-libs|Tells the type of a file
file-libs|5.39-16.el9|x|588||BSD||Library that tells the type of a file
filesystem|3.16-2.el9|x|4832||Public Domain|setup|The basic directory layout of a Linux system
findutils|4.8.0-6.el9|x|547||GPLv3+||The GNU versions of find and xargs
firewalld|1.3.4-1.el9|n|453||GPLv2+|firewalld-filesystem,python3-firewall,ipset,nftables,systemd|A firewall daemon with a D-Bus interface
firewalld-filesystem|1.3.4-1.el9|n|9||GPLv2+||Firewalld directory layout and rpm macros
fuse-libs|2.9.9-15.el9|x|93||LGPLv2+||File system in user space, libraries
gawk|5.1.0-6.el9|x|1019||GPLv3+ and GPLv2+ and LGPLv2+ and BSD|filesystem,mpfr,readline|The GNU version of the AWK text processing utility
gdbm-libs|1.23-1.el9|x|55||GPLv3+||Libraries of the GNU database manager
gdisk|1.0.7-5.el9|x|240||GPLv2|popt|An fdisk-like partitioning tool for GPT disks
gettext|0.21-8.el9|x|1130||GPLv3+ and LGPLv2+ and GFDL|gettext-libs|GNU tools for multi-lingual messages
gettext-libs|0.21-8.el9|x|303||LGPLv2+ and GPLv3+||Libraries of GNU gettext
glib2|2.68.4-15.el9|x|2655||LGPLv2+|gnutls,libffi,libmount,pcre|A library of handy utility functions
glibc|2.34-113.el9|x|2042||LGPLv2+ and LGPLv2+ with exceptions and GPLv2+|basesystem,glibc-common,libgcc|The GNU libc libraries
glibc-common|2.34-113.el9|x|310||LGPLv2+ and GPLv2+|glibc,tzdata|Common binaries and locale data for glibc
glibc-gconv-extra|2.34-113.el9|x|1724||LGPLv2+ and GPLv2+|glibc|All iconv converter modules for glibc
glibc-langpack-en|2.34-113.el9|x|656||LGPLv2+ and GPLv2+|glibc|Locale data for en
gmp|6.2.0-13.el9|x|314||LGPLv3+ or GPLv2+||GNU arbitrary precision library
gnupg2|2.3.3-4.el9|x|2575||GPLv3+|libassuan,libgcrypt,libgpg-error,libksba,npth|Utility for secure communication and data storage
gnutls|3.8.3-4.el9|x|1114||GPLv3+ and LGPLv2+|crypto-policies,libtasn1,nettle,p11-kit|A TLS protocol implementation
gobject-introspection|1.68.0-11.el9|x|246||GPLv2+, LGPLv2+, MIT|glib2|Introspection system for GObject-based libraries
gpgme|1.15.1-6.el9|x|206||LGPLv2+ and GPLv3+|gnupg2,libassuan|GnuPG Made Easy: the GnuPG API
grep|3.6-5.el9|x|269||GPLv3+|pcre|Pattern matching utilities
groff-base|1.22.4-10.el9|x|1054||GPLv3+ and GFDL and BSD and MIT||Parts of the groff formatter that show man pages
grub2-common|1:2.06-80.el9|n|907||GPLv3+||Layout of the grub2 boot loader
grub2-efi-x64|1:2.06-80.el9|x|1341||GPLv3+|grub2-common,grub2-tools|GRUB for EFI systems
grub2-pc|1:2.06-80.el9|x|15||GPLv3+|grub2-common,grub2-pc-modules,grub2-tools|Bootloader with support for Linux and Multiboot
grub2-pc-modules|1:2.06-80.el9|n|912||GPLv3+|grub2-common|Modules used to build custom grub images
grub2-tools|1:2.06-80.el9|x|1842||GPLv3+|grub2-common,grub2-tools-minimal,gettext,os-prober|Support tools for GRUB
grub2-tools-minimal|1:2.06-80.el9|x|604||GPLv3+|grub2-common|Support tools for GRUB, the smallest set
grubby|8.40-63.el9|x|36||GPLv2+|findutils,grub2-tools-minimal|Tool that edits boot loader configurations
gssproxy|0.8.4-6.el9|x|110||MIT|krb5-libs,libev,libverto-libev|GSSAPI proxy
gzip|1.12-1.el9|x|163||GPLv3+ and GFDL|coreutils|The GNU data compression program
hdparm|9.62-2.el9|x|94||BSD||Shows and sets parameters of hard disks
hostname|3.23-6.el9|x|28||GPLv2+||Utility to set or show the host name
hwdata|0.348-9.13.el9|n|1661||GPLv2+||Hardware identification data
inih|49-6.el9|x|18||BSD||A simple INI file parser library
initscripts-rename-device|10.11.6-1.el9|x|19||GPLv2|filesystem|Renames network interfaces at boot
initscripts-service|10.11.6-1.el9|n|20||GPLv2|systemd|The old service command
ipcalc|1.0.0-5.el9|x|42||GPLv2+||IP network address calculator
iproute|6.2.0-5.el9|x|816||GPLv2+ and Public Domain|libbpf,libcap,libmnl,libselinux|Tools that configure and watch the network
iproute-tc|6.2.0-5.el9|x|468||GPLv2+ and Public Domain|iproute|Traffic control utility
ipset|7.11-8.el9|x|44||GPLv2|ipset-libs|Manages sets of addresses for the kernel's packet filter
ipset-libs|7.11-8.el9|x|70||GPLv2|libmnl|Library of ipset
iptables-libs|1.8.10-2.el9|x|402||GPLv2 and Artistic 2.0 and ISC||Libraries of iptables
iptables-nft|1.8.10-2.el9|x|208||GPLv2 and Artistic 2.0 and ISC|iptables-libs,libmnl,libnftnl|The iptables commands over nftables
iputils|20210202-9.el9|x|177||BSD and GPLv2+|libcap,systemd|Network monitoring tools including ping
irqbalance|2:1.9.4-1.el9|x|62||GPLv2|numactl-libs,systemd|Spreads interrupts over processors
jansson|2.14-1.el9|x|47||MIT||C library for JSON data
json-c|0.14-11.el9|x|41||MIT||JSON implementation in C
json-glib|1.6.6-1.el9|x|164||LGPLv2+|glib2|Library for JavaScript Object Notation format
kbd|2.4.0-9.el9|x|430||GPLv2+|kbd-legacy,kbd-misc|Tools for configuring the console
kbd-legacy|2.4.0-9.el9|n|579||GPLv2+||Legacy data for kbd
kbd-misc|2.4.0-9.el9|n|1713||GPLv2+||Data for kbd
kernel|5.14.0-467.el9|x|1938||GPLv2 and Redistributable, no modification permitted|kernel-core,kernel-modules,kernel-modules-core|The Linux kernel
kernel-core|5.14.0-467.el9|x|18432||GPLv2 and Redistributable, no modification permitted|dracut,linux-firmware,systemd|The Linux kernel itself
kernel-modules|5.14.0-467.el9|x|38604||GPLv2 and Redistributable, no modification permitted|kernel-core,kernel-modules-core|Kernel modules to match the core kernel
kernel-modules-core|5.14.0-467.el9|x|31642||GPLv2 and Redistributable, no modification permitted|kernel-core|Core kernel modules to match the core kernel
kernel-tools|5.14.0-467.el9|x|2078||GPLv2|kernel-tools-libs|Assorted tools for the Linux kernel
kernel-tools-libs|5.14.0-467.el9|x|1949||GPLv2||Libraries of the kernel tools
kexec-tools|2.0.27-10.el9|x|481||GPLv2|dracut,ethtool,systemd|Loads another kernel from the running one
keyutils|1.6.3-1.el9|x|74||GPLv2+ and LGPLv2+|keyutils-libs|Linux key management utilities
keyutils-libs|1.6.3-1.el9|x|31||GPLv2+ and LGPLv2+||Library of the key utilities
kmod|28-9.el9|x|127||GPLv2+|kmod-libs|Linux kernel module management utilities
kmod-libs|28-9.el9|x|63||LGPLv2+||Libraries to handle kernel modules
kpartx|0.8.7-29.el9|x|50||GPLv2|device-mapper|Partition device manager
krb5-libs|1.21.1-2.el9|x|765||MIT|crypto-policies,keyutils-libs,libcom_err,openssl-libs|Shared libraries used with Kerberos 5
less|590-3.el9|x|162||GPLv3+ or BSD|groff-base,ncurses-libs|A text file browser like more, but better
libacl|2.3.1-4.el9|x|24||LGPLv2+|libattr|Library for access control lists
libarchive|3.5.3-4.el9|x|393||BSD|bzip2-libs,libxml2,lz4-libs,xz-libs|A library for tar and other archive formats
libassuan|2.5.5-3.el9|x|68||LGPLv2+ and GPLv3+|libgpg-error|GnuPG IPC library
libattr|2.5.1-3.el9|x|19||LGPLv2+||Library for extended attributes
libbasicobjects|0.1.1-53.el9|x|26||GPLv3+||Basic object types for C
libblkid|2.37.4-18.el9|x|106||LGPLv2+|libuuid|Block device ID library
libbpf|1.3.0-2.el9|x|179||LGPLv2 or BSD|elfutils-libelf,zlib|Library that loads BPF programs
libbrotli|1.0.9-6.el9|x|316||MIT||Library for brotli compression
libcap|2.48-9.el9|x|71||BSD or GPLv2||Library for getting and setting capabilities
libcap-ng|0.8.2-7.el9|x|33||LGPLv2+||Alternate library for capabilities
libcbor|0.7.0-5.el9|x|57||MIT||A CBOR parsing library
libcollection|0.7.0-53.el9|x|45||LGPLv3+||Collection data type for C
libcom_err|1.46.5-5.el9|x|26||MIT||Common error description library
libcomps|0.1.18-1.el9|x|75||GPLv2+|libxml2,zlib|Library for comps XML files
libcurl|7.76.1-29.el9|x|284||MIT|libbrotli,libnghttp2,libpsl,libssh,openssl-libs|A library for getting files from remote servers
libdaemon|0.14-23.el9|x|33||LGPLv2+||Library for writing UNIX daemons
libdb|5.3.28-54.el9|x|735||BSD and LGPLv2 and Sleepycat||The Berkeley DB database library
libdhash|0.5.0-53.el9|x|30||LGPLv3+||Dynamic hash table
libdnf|0.69.0-11.el9|x|661||LGPLv2+|gpgme,json-c,libmodulemd,librepo,libsolv,rpm-libs,sqlite-libs|Library providing a simple C package management API
libeconf|0.4.1-4.el9|x|30||MIT||Enhanced config file parser library
libedit|3.1-38.20210216cvs.el9|x|104||BSD|ncurses-libs|The NetBSD Editline library
libev|4.33-5.el9|x|52||BSD or GPLv2+||High-performance event loop library
libevent|2.1.12-6.el9|x|263||BSD and ISC|openssl-libs|Asynchronous event notification library
libfdisk|2.37.4-18.el9|x|153||LGPLv2+|libblkid,libuuid|Partitioning library for fdisk-like programs
libffi|3.4.2-8.el9|x|38||MIT||A portable foreign function interface library
libfido2|1.13.0-2.el9|x|98||BSD|libcbor,openssl-libs|FIDO2 library
libgcc|11.4.1-3.el9|x|81||GPLv3+ and GPLv3+ with exceptions and GPLv2+ with exceptions and LGPLv2+ and BSD||GCC version 11 shared support library
libgcrypt|1.10.0-10.el9|x|506||LGPLv2+|libgpg-error|A general-purpose cryptography library
libgomp|11.4.1-3.el9|x|263||GPLv3+ and GPLv3+ with exceptions and GPLv2+ with exceptions and LGPLv2+ and BSD||GCC OpenMP v4.5 shared support library
libgpg-error|1.42-5.el9|x|216||LGPLv2+||Library for error values used by GnuPG components
libibverbs|51.0-1.el9|x|438||GPLv2 or BSD|libnl3|Library of direct userspace RDMA access
libicu|67.1-9.el9|x|9574||MIT and UCD and Public Domain||International Components for Unicode, libraries
libidn2|2.3.0-7.el9|x|102||(GPLv2+ or LGPLv3+) and GPLv3+|libunistring|Library to support IDNA2008 names
libini_config|1.3.1-53.el9|x|64||LGPLv3+|libbasicobjects,libcollection|INI file parser for C
libkcapi|1.4.0-2.el9|x|50||BSD or GPLv2||User space interface to the kernel crypto API
libkcapi-hmaccalc|1.4.0-2.el9|x|28||BSD or GPLv2|libkcapi|Drop-in replacements for hmaccalc
libksba|1.5.1-6.el9|x|154||(LGPLv3+ or GPLv2+) and GPLv3+|libgpg-error|CMS and X.509 library
libldb|2.9.0-1.el9|x|180||LGPLv3+|libtalloc,libtdb,libtevent|A schema-less, ldap like, API and database
libmnl|1.0.4-16.el9|x|28||LGPLv2+||A minimalistic Netlink library
libmodulemd|2.13.0-2.el9|x|213||MIT|glib2,libyaml|Module metadata manipulation library
libmount|2.37.4-18.el9|x|134||LGPLv2+|libblkid,libselinux|Device mounting library
libndp|1.8-4.el9|x|38||LGPLv2+||Library for Neighbor Discovery Protocol
libnetfilter_conntrack|1.0.9-1.el9|x|58||GPLv2+|libmnl,libnfnetlink|Netfilter conntrack userspace library
libnfnetlink|1.0.1-21.el9|x|30||GPLv2+||Netfilter netlink userspace library
libnftnl|1.2.6-4.el9|x|85||GPLv2+|libmnl|Library for low-level talk with nftables
libnghttp2|1.43.0-6.el9|x|73||MIT||A library implementing the HTTP/2 protocol
libnl3|3.9.0-1.el9|x|355||LGPLv2||Convenience library for kernel netlink sockets
libpath_utils|0.2.1-53.el9|x|29||LGPLv3+||Filesystem path utilities
libpcap|14:1.10.0-4.el9|x|173||BSD with advertising|libibverbs|A system-independent interface for user-level packet capture
libpipeline|1.5.3-4.el9|x|50||GPLv3+||A pipeline manipulation library
libpsl|0.21.1-5.el9|x|65||MIT|libidn2,libunistring,publicsuffix-list-dafsa|C library for the publix suffix list
libpwquality|1.4.4-8.el9|x|119||BSD or GPLv2+|cracklib,pam|A library for password generation and quality checks
libref_array|0.1.5-53.el9|x|27||LGPLv3+||A refcounted array for C
librepo|1.14.5-2.el9|x|90||LGPLv2+|glib2,gpgme,libcurl,libxml2,openssl-libs|Repodata downloading library
libreport-filesystem|2.15.2-6.el9|n|14||GPLv2+||Filesystem layout for libreport
libseccomp|2.5.2-2.el9|x|72||LGPLv2||Enhanced seccomp library
libselinux|3.6-1.el9|x|86||Public Domain|libsepol,pcre2|SELinux library and simple utilities
libselinux-utils|3.6-1.el9|x|190||Public Domain|libselinux|SELinux libselinux utilities
libsemanage|3.6-1.el9|x|120||LGPLv2+|audit-libs,bzip2-libs,libselinux,libsepol|SELinux binary policy manipulation library
libsepol|3.6-1.el9|x|331||LGPLv2+||SELinux binary policy manipulation library
libsigsegv|2.13-4.el9|x|27||GPLv2+||Library for handling page faults in user mode
libsmartcols|2.37.4-18.el9|x|63||LGPLv2+||Formatting library for ls-like programs
libsolv|0.7.24-3.el9|x|408||BSD|libzstd,xz-libs,zlib|Package dependency solver
libss|1.46.5-5.el9|x|36||MIT|libcom_err|Command line interface parsing library
libssh|0.10.4-13.el9|x|216||LGPLv2+|krb5-libs,libssh-config,openssl-libs|A library implementing the SSH protocol
libssh-config|0.10.4-13.el9|n|11||LGPLv2+||Configuration files for libssh
libsss_certmap|2.9.5-1.el9|x|92||LGPLv3+||SSSD certificate mapping library
libsss_idmap|2.9.5-1.el9|x|44||LGPLv3+||SID to POSIX ID mapping library
libsss_nss_idmap|2.9.5-1.el9|x|48||LGPLv3+||Library for SID and certificate based lookups
libsss_sudo|2.9.5-1.el9|x|38||LGPLv3+||Library that lets sudo talk to SSSD
libstdc++|11.4.1-3.el9|x|746||GPLv3+ and GPLv3+ with exceptions and GPLv2+ with exceptions and LGPLv2+ and BSD|glibc|GNU Standard C++ library
libsysfs|2.1.1-10.el9|x|51||LGPLv2+||Shared library for interfacing with sysfs
libtalloc|2.4.2-1.el9|x|32||LGPLv3+||The talloc library
libtasn1|4.16.0-8.el9|x|75||GPLv3+ and LGPLv2+||The ASN.1 library used in GNUTLS
libtdb|1.4.10-1.el9|x|52||LGPLv3+||The tdb library
libtevent|0.16.1-1.el9|x|48||LGPLv3+|libtalloc|The tevent library
libtirpc|1.3.3-6.el9|x|94||SISSL and BSD|krb5-libs|Transport independent RPC library
libunistring|0.9.10-15.el9|x|499||LGPLv3+ or GPLv2+||GNU Unicode string library
liburing|2.5-1.el9|x|39||(GPLv2 with exceptions and LGPLv2+) or MIT||Linux-native io_uring I/O access library
libuser|0.63-13.el9|x|405||LGPLv2+|glib2|A user and group account administration library
libutempter|1.2.1-6.el9|x|28||LGPLv2+|shadow-utils|Library that updates utmp and wtmp
libuuid|2.37.4-18.el9|x|28||BSD||Universally unique ID library
libverto|0.3.2-3.el9|x|22||MIT||Main loop abstraction library
libverto-libev|0.3.2-3.el9|x|13||MIT|libev,libverto|libev module for libverto
libxcrypt|4.4.18-3.el9|x|118||LGPLv2+ and BSD and Public Domain||Extended crypt library for descrypt, md5crypt, bcrypt, and others
libxml2|2.9.13-6.el9|x|754||MIT|xz-libs,zlib|Library providing XML and HTML support
libyaml|0.2.5-7.el9|x|61||MIT||YAML 1.1 parser and emitter written in C
libzstd|1.5.1-2.el9|x|294||BSD and GPLv2||Zstd shared library
linux-firmware|20240603-144.el9|n|336896||GPL+ and GPLv2+ and MIT and Redistributable, no modification permitted|linux-firmware-whence|Firmware files used by the Linux kernel
linux-firmware-whence|20240603-144.el9|n|101||GPL+ and GPLv2+ and MIT and Redistributable, no modification permitted||License file of the firmware
lmdb-libs|0.9.29-3.el9|x|61||OpenLDAP||Shared libraries for lmdb
logrotate|3.18.0-8.el9|x|76||GPLv2+|coreutils,systemd|Rotates, compresses, removes and mails system log files
lshw|B.02.19.2-10.el9|x|321||GPLv2|hwdata|Hardware lister
lsof|4.94.0-3.el9|x|240||zlib and Sendmail and LGPLv2+|libselinux,libtirpc|Lists open files and the processes that hold them
lsscsi|0.32-6.el9|x|70||GPLv2+||List SCSI devices and associated information
lua-libs|5.4.4-4.el9|x|216||MIT||Libraries for lua
lz4-libs|1.9.3-5.el9|x|67||GPLv2+ and BSD||Libaries for lz4
lzo|2.10-7.el9|x|69||GPLv2+||Data compression library with very fast decompression
man-db|2.9.3-7.el9|x|1222||GPLv2+ and GPLv3+|coreutils,gdbm-libs,groff-base,gzip,less,libpipeline|Tools for searching and reading man pages
microcode_ctl|4:20230808-2.el9|n|9014||CC0 and Redistributable, no modification permitted|coreutils,systemd|CPU microcode updates for Intel x86 processors
mokutil|2:0.6.0-4.el9|x|47||GPLv3+|efivar-libs,openssl-libs|Tool to manage UEFI Secure Boot MoK keys
mpfr|4.1.0-7.el9|x|326||LGPLv3+|gmp|C library for multiple-precision floating-point computations
nano|5.6.1-5.el9|x|693||GPLv3+|file-libs,ncurses-libs|A small text editor
ncurses|6.2-10.20210508.el9|x|409||MIT|ncurses-libs|Ncurses support utilities
ncurses-base|6.2-10.20210508.el9|n|101||MIT||Descriptions of common terminals
ncurses-libs|6.2-10.20210508.el9|x|328||MIT|ncurses-base|Ncurses libraries
net-tools|2.0-0.62.20160912git.el9|x|309||GPLv2+|systemd|The older networking tools: ifconfig, netstat, route
nettle|3.9.1-1.el9|x|562||LGPLv3+ or GPLv2+|gmp|A low-level cryptographic library
newt|0.52.21-11.el9|x|65||LGPLv2|slang|A library for text mode user interfaces
nftables|1.0.9-1.el9|x|447||GPLv2|jansson,libedit,libmnl,libnftnl|Netfilter tables userspace utilities
npth|1.6-8.el9|x|26||LGPLv2+||The new GNU portable threads library
numactl-libs|2.0.16-3.el9|x|33||LGPLv2 and GPLv2||libnuma libraries
openldap|2.6.6-3.el9|x|282||OpenLDAP|cyrus-sasl-lib,libevent|LDAP support libraries
openssh|8.7p1-41.el9|x|464||BSD|audit-libs,libselinux,openssl-libs|An open source implementation of SSH protocol version 2
openssh-clients|8.7p1-41.el9|x|726||BSD|libedit,openssh,openssl-libs|An open source SSH client applications
openssh-server|8.7p1-41.el9|x|469||BSD|openssh,pam,systemd|An open source SSH server daemon
openssl|1:3.2.2-2.el9|x|1367||ASL 2.0|openssl-libs|Utilities from the general purpose cryptography library with TLS
openssl-libs|1:3.2.2-2.el9|x|2433||ASL 2.0|ca-certificates,crypto-policies,zlib|A general purpose cryptography library with TLS
os-prober|1.77-10.el9|x|52||GPLv2+ and GPL+|grep,sed,systemd-udev,util-linux|Looks for other operating systems on the disks
p11-kit|0.25.3-2.el9|x|533||BSD|libtasn1|Library for loading and sharing PKCS#11 modules
p11-kit-trust|0.25.3-2.el9|x|144||BSD|alternatives,p11-kit|System trust module from p11-kit
pam|1.5.1-20.el9|x|635||BSD and GPLv2+|audit-libs,coreutils,libpwquality,libselinux,libxcrypt|An extensible library which provides authentication for applications
parted|3.5-2.el9|x|620||GPLv3+|device-mapper-libs,e2fsprogs,readline|The GNU disk partition manipulation program
passwd|0.80-12.el9|x|121||BSD or GPL+|libpwquality,libuser,pam|Sets or changes passwords
pciutils-libs|3.7.0-5.el9|x|42||GPLv2+||Linux PCI library
pcre|8.44-4.el9|x|201||BSD||Perl-compatible regular expression library
pcre2|10.40-5.el9|x|235||BSD|pcre2-syntax|Perl-compatible regular expression library
pcre2-syntax|10.40-5.el9|n|138||BSD||Documentation of PCRE2 regular expressions
pigz|2.5-4.el9|x|84||zlib|zlib|Parallel implementation of gzip
policycoreutils|3.6-2.1.el9|x|241||GPLv2|libselinux-utils,libsemanage,rpm|SELinux policy core utilities
polkit|0.117-13.el9|x|155||LGPLv2+|dbus,polkit-libs,systemd|An authorization framework
polkit-libs|0.117-13.el9|x|66||LGPLv2+|glib2|Libraries for polkit
polkit-pkla-compat|0.1-21.el9|x|46||LGPLv2+|polkit|Rules for polkit to add compatibility with pklocalauthority
popt|1.18-8.el9|x|66||MIT||C library for parsing command line parameters
prefixdevname|0.1.0-8.el9|x|1034||MIT|systemd-udev|Udev helper that gives network interfaces a prefix
procps-ng|3.3.17-14.el9|x|350||GPL+ and GPLv2 and GPLv2+ and GPLv3+ and LGPLv2+|ncurses-libs,systemd-libs|System and process monitoring utilities
psmisc|23.4-3.el9|x|246||GPLv2+|libselinux,ncurses-libs|Utilities for managing processes on your system
publicsuffix-list-dafsa|20210518-3.el9|n|59||MPLv2.0||Cross-vendor public domain suffix database in DAFSA form
python3|3.9.19-2.el9|x|30||Python|python3-libs|Python 3.9 interpreter
python3-dateutil|2.8.1-7.el9|n|288||BSD|python3,python3-six|Powerful extensions to the standard datetime module
python3-dbus|1.2.18-2.el9|x|145||MIT|dbus-libs,python3|D-Bus bindings for python3
python3-dnf|4.14.0-15.el9|n|462||GPLv2+|dnf-data,libmodulemd,python3,python3-gpg,python3-hawkey,python3-libcomps,python3-libdnf,python3-rpm|Python 3 interface to DNF
python3-dnf-plugins-core|4.3.0-16.el9|n|266||GPLv2+|python3-dateutil,python3-dbus,python3-dnf,python3-hawkey,python3-systemd|Core plugins for DNF
python3-firewall|1.3.4-1.el9|n|353||GPLv2+|gobject-introspection,python3-dbus,python3-gobject-base,python3-nftables|Python3 bindings for firewalld
python3-gobject-base|3.40.1-6.el9|x|178||LGPLv2+ and MIT|glib2,gobject-introspection,python3|Python 3 bindings for GObject Introspection, the base package
python3-gpg|1.15.1-6.el9|x|279||LGPLv2+ and GPLv3+|gpgme,python3|Python bindings for gpgme
python3-hawkey|0.69.0-11.el9|x|105||LGPLv2+|libdnf,python3-libdnf|Python 3 bindings for the hawkey library
python3-libcomps|0.1.18-1.el9|x|48||GPLv2+|libcomps,python3|Python 3 bindings for libcomps library
python3-libdnf|0.69.0-11.el9|x|780||LGPLv2+|libdnf,python3|Python 3 bindings for the libdnf library
python3-libs|3.9.19-2.el9|x|8092||Python|expat,gdbm-libs,libffi,openssl-libs,readline,sqlite-libs,xz-libs,zlib|Python runtime libraries
python3-libselinux|3.6-1.el9|x|189||Public Domain|libselinux,python3|SELinux python 3 bindings for libselinux
python3-libsemanage|3.6-1.el9|x|81||LGPLv2+|libsemanage,python3|SELinux python 3 bindings for libsemanage
python3-linux-procfs|0.7.3-1.el9|n|37||GPLv2|python3,python3-six|Linux /proc abstraction classes
python3-nftables|1.0.9-1.el9|x|28||GPLv2|nftables,python3|Python module providing an interface to libnftables
python3-perf|5.14.0-467.el9|x|2014||GPLv2|python3|Python bindings for apps which will manipulate perf events
python3-pip-wheel|21.3.1-1.el9|n|1188||MIT and Python and ASL 2.0 and BSD and ISC and LGPLv2 and MPLv2.0||The pip wheel
python3-pyudev|0.22.0-6.el9|n|84||LGPLv2+|python3,python3-six|A libudev binding
python3-rpm|4.16.1.3-30.el9|x|67||GPLv2+|python3,rpm-build-libs,rpm-libs|Python 3 bindings for apps which will manipulate RPM packages
python3-setools|4.4.4-1.el9|x|605||GPLv2 and LGPLv2|python3|Policy analysis tools for SELinux
python3-setuptools|53.0.0-12.el9|n|949||MIT and ASL 2.0|python3|Easily build and distribute Python 3 packages
python3-setuptools-wheel|53.0.0-12.el9|n|472||MIT and ASL 2.0||The setuptools wheel
python3-six|1.15.0-9.el9|n|37||MIT|python3|Python 2 and 3 compatibility utilities
python3-systemd|234-18.el9|x|89||LGPLv2+|python3,systemd-libs|Python module wrapping libsystemd functionality
readline|8.1-4.el9|x|214||GPLv3+|ncurses-libs|A library for editing typed command lines
rootfiles|8.1-31.el9|n|8||Public Domain||The basic required files for the root user's directory
rpm|4.16.1.3-30.el9|x|538||GPLv2+|curl,popt,rpm-libs,sqlite-libs|The RPM package management system
rpm-build-libs|4.16.1.3-30.el9|x|90||GPLv2+ and LGPLv2+ with exceptions|rpm-libs,rpm-sign-libs|Libraries for building RPM packages
rpm-libs|4.16.1.3-30.el9|x|310||GPLv2+ and LGPLv2+ with exceptions|lua-libs,openssl-libs,popt,sqlite-libs|Libraries for manipulating RPM packages
rpm-plugin-audit|4.16.1.3-30.el9|x|18||GPLv2+|audit-libs,rpm-libs|Rpm plugin for logging audit events on package operations
rpm-plugin-selinux|4.16.1.3-30.el9|x|18||GPLv2+|libselinux,rpm-libs|Rpm plugin for SELinux functionality
rpm-plugin-systemd-inhibit|4.16.1.3-30.el9|x|18||GPLv2+|dbus-libs,rpm-libs|Rpm plugin for systemd inhibit functionality
rpm-sign-libs|4.16.1.3-30.el9|x|22||GPLv2+ and LGPLv2+ with exceptions|gnupg2,rpm-libs|Libraries for signing RPM packages
rsync|3.2.3-20.el9|x|406||GPLv3+|popt,zlib|A program for synchronizing files over a network
sed|4.8-9.el9|x|305||GPLv3+|libacl,libselinux|A GNU stream text editor
selinux-policy|38.1.40-1.el9|n|50||GPLv2+|policycoreutils,selinux-policy-targeted|SELinux policy configuration
selinux-policy-targeted|38.1.40-1.el9|n|6870||GPLv2+|coreutils,policycoreutils,selinux-policy|SELinux targeted policy
setup|2.13.7-10.el9|n|150||Public Domain||A set of system configuration and setup files
sg3_utils|1.47-9.el9|x|916||GPLv2+ and BSD|sg3_utils-libs|Utilities for devices that use SCSI command sets
sg3_utils-libs|1.47-9.el9|x|100||GPLv2+ and BSD||Shared library for sg3_utils
shadow-utils|2:4.9-8.el9|x|1213||BSD and GPLv2+|audit-libs,libselinux,libsemanage,libxcrypt,setup|Utilities for managing accounts and shadow password files
shim-x64|15-15.el8_2|x|464||BSD||First-stage UEFI bootloader
slang|2.3.2-11.el9|x|412||GPLv2+||Shared library for the S-Lang extension language
snappy|1.1.8-8.el9|x|37||BSD||Fast compression and decompression library
sqlite-libs|3.34.1-7.el9|x|619||Public Domain||Shared library for the sqlite3 embeddable SQL database engine
squashfs-tools|4.4-10.git1.el9|x|172||GPLv2+||Utility for the creation of squashfs file systems
sssd-client|2.9.5-1.el9|x|160||LGPLv3+|alternatives,libsss_idmap,libsss_nss_idmap|SSSD client libraries for NSS and PAM
sssd-common|2.9.5-1.el9|x|1613||GPLv3+|libldb,libsss_certmap,libtalloc,libtevent,sssd-client,systemd|Common files for the SSSD
sssd-kcm|2.9.5-1.el9|x|105||GPLv3+|krb5-libs,sssd-common|An implementation of a Kerberos KCM server
sudo|1.9.5p2-10.el9|x|1054||ISC|audit-libs,pam,vim-minimal|Allows restricted root access for specified users
systemd|252-37.el9|x|4216||LGPLv2+ and MIT and GPLv2+|dbus,libseccomp,systemd-libs,systemd-pam,systemd-rpm-macros,util-linux|System and service manager
systemd-libs|252-37.el9|x|678||LGPLv2+ and MIT|libcap,libgcrypt|Systemd libraries
systemd-pam|252-37.el9|x|275||LGPLv2+ and MIT and GPLv2+|pam,systemd|Systemd PAM module
systemd-rpm-macros|252-37.el9|n|64||LGPLv2+ and MIT and GPLv2+||Macros that define paths and scriptlets related to systemd
systemd-udev|252-37.el9|x|1993||LGPLv2+|kmod,systemd|Rule-based device node and kernel event manager
tar|1.34-6.el9|x|889||GPLv3+|libacl,libselinux|A GNU file archiving program
time|1.9-18.el9|x|44||GPLv3+ and GFDL||A GNU utility for monitoring a program's use of system resources
tpm2-tss|3.2.3-1.el9|x|601||BSD|libcurl,openssl-libs|TPM2.0 software stack
traceroute|3:2.1.0-18.el9|x|61||GPLv2+||Traces the route taken by packets over an IP network
tree|1.8.0-10.el9|x|57||GPLv2+||Shows the contents of directories in a tree-like form
tuned|2.22.1-1.el9|n|382||GPLv2+|dbus,gawk,hdparm,python3-dbus,python3-gobject-base,python3-linux-procfs,python3-pyudev,systemd|A dynamic adaptive system tuning daemon
tzdata|2024a-2.el9|n|838||Public Domain||Time zone data
unzip|6.0-57.el9|x|182||BSD||A utility for unpacking zip files
userspace-rcu|0.12.1-6.el9|x|104||LGPLv2+||RCU (read-copy-update) implementation in user-space
util-linux|2.37.4-18.el9|x|2356||GPLv2 and GPLv2+ and LGPLv2+ and BSD with advertising and Public Domain|audit-libs,libfdisk,libmount,pam,util-linux-core|A collection of basic system utilities
util-linux-core|2.37.4-18.el9|x|464||GPLv2 and GPLv2+ and LGPLv2+ and BSD with advertising and Public Domain|libblkid,libmount,libsmartcols,libuuid|The core utilities of util-linux
vim-minimal|2:8.2.2637-20.el9|x|671||Vim and MIT|libselinux|A minimal version of the VIM editor
virt-what|1.25-5.el9|x|34||GPLv2+|dmidecode,util-linux,which|Detects whether we run on a virtual machine
which|2.21-29.el9|x|42||GPLv3||Displays where a particular program in your path is located
xfsprogs|6.4.0-1.el9|x|1098||GPL+ and LGPLv2+|inih,libblkid,libuuid,userspace-rcu,util-linux|Utilities for managing the XFS filesystem
xz|5.2.5-8.el9|x|229||GPLv2+ and Public Domain|xz-libs|LZMA compression utilities
xz-libs|5.2.5-8.el9|x|94||Public Domain||Libraries for decoding LZMA compression
yum|4.14.0-15.el9|n|94||GPLv2+|dnf|Package manager under its old name
zlib|1.2.11-41.el9|x|93||zlib and Boost||The compression and decompression library
`);

/** Installed packages that come from AppStream. */
export const APPSTREAM_INSTALLED = rows('appstream', `
binutils-gold|2.35.2-43.el9|x|735||GPLv3+||The gold linker
checkpolicy|3.6-1.el9|x|343||GPLv2||SELinux policy compiler
gpm-libs|1.20.7-29.el9|x|22||GPLv2+||Library of the console mouse support
jq|1.6-16.el9|x|188||MIT and ASL 2.0 and CC-BY and GPLv3|oniguruma|Command-line JSON processor
libestr|0.1.11-4.el9|x|27||LGPLv2+||String handling essentials library
libfastjson|0.99.9-5.el9|x|38||MIT||A JSON implementation in C, made fast
nmap-ncat|7.92-3.el9|x|242||Nmap|libpcap,lua-libs,openssl-libs|Nmap's version of netcat
oniguruma|6.9.6-1.el9.5|x|218||BSD||Regular expressions library
policycoreutils-python-utils|3.6-2.1.el9|n|77||GPLv2|python3-policycoreutils|SELinux policy core python utilities
python-unversioned-command|3.9.19-2.el9|n|10||Python|python3|The python command that runs Python 3
python3-audit|3.1.2-2.el9|x|84||LGPLv2+|audit-libs,python3|Python bindings for libaudit
python3-distro|1.5.0-7.el9|n|37||ASL 2.0|python3|Linux Distribution - a Linux OS platform information API
python3-policycoreutils|3.6-2.1.el9|n|2082||GPLv2|checkpolicy,policycoreutils,python3-libselinux,python3-libsemanage,python3-setools|SELinux policy core python3 interfaces
qemu-guest-agent|17:9.0.0-4.el9|x|478||GPLv2 and GPLv2+ and CC-BY|glib2,liburing,systemd|QEMU guest agent
rsyslog|8.2310.0-4.el9|x|814||GPLv3+ and ASL 2.0|libestr,libfastjson,logrotate,rsyslog-logrotate,systemd|Enhanced system logging and kernel message trapping daemon
rsyslog-logrotate|8.2310.0-4.el9|x|10||GPLv3+ and ASL 2.0|logrotate|Log rotation for rsyslog
sos|4.7.1-3.el9|n|1084||GPLv2+|python3,python3-setuptools|A set of tools to gather troubleshooting information from a system
tcpdump|14:4.99.0-9.el9|x|543||BSD with advertising|libpcap,openssl-libs|A network traffic monitoring tool
telnet|1:0.17-85.el9|x|64||BSD||The client program for the Telnet remote login protocol
vim-common|2:8.2.2637-20.el9|x|7144||Vim and MIT|vim-filesystem|The common files needed by any version of the VIM editor
vim-enhanced|2:8.2.2637-20.el9|x|1838||Vim and MIT|gpm-libs,vim-common,which|A version of the VIM editor which includes recent enhancements
vim-filesystem|2:8.2.2637-20.el9|n|17||Vim||VIM filesystem layout
wget|1.21.1-8.el9|x|772||GPLv3+|gnutls,libidn2,libpsl|A utility for retrieving files using the HTTP or FTP protocols
yum-utils|4.3.0-16.el9|n|42||GPLv2+|dnf,dnf-plugins-core|Yum-utils commands as DNF plugins
`);

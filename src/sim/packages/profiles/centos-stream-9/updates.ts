import { rows } from '../../table.ts';

// Newer builds of installed packages: what the first `yum update` brings. Columns as in base.ts.

export const BASEOS_UPDATES = rows('baseos', `
NetworkManager-libnm|1:1.54.0-1.el9|x|1900||LGPLv2+|glib2|Library that programs use to talk to NetworkManager
NetworkManager-tui|1:1.54.0-1.el9|x|251||GPLv2+|NetworkManager,newt|NetworkManager settings in a text terminal
NetworkManager|1:1.54.0-1.el9|x|2409||GPLv2+ and LGPLv2+|NetworkManager-libnm,dbus,glib2,systemd|Network connection manager and user applications
ca-certificates|2025.2.80_v9.0.305-91.el9|n|952||Public Domain|bash,coreutils,p11-kit,p11-kit-trust,sed|The Mozilla CA root certificate bundle
centos-gpg-keys|9.0-30.el9|n|14||GPLv2||CentOS RPM keys
centos-stream-release|9.0-30.el9|n|26||GPLv2|centos-stream-repos|CentOS Stream release files
centos-stream-repos|9.0-30.el9|n|11||GPLv2|centos-gpg-keys|CentOS Stream package repositories
chrony|4.6.1-2.el9|x|332||GPLv2|libcap,shadow-utils,systemd|An NTP client/server
curl|7.76.1-35.el9|x|300||MIT|libcurl|A utility for getting files from remote servers
expat|2.5.0-5.el9|x|119||MIT||An XML parser library
firewalld-filesystem|1.3.4-15.el9|n|10||GPLv2+||Firewalld directory layout and rpm macros
firewalld|1.3.4-15.el9|n|463||GPLv2+|firewalld-filesystem,python3-firewall,ipset,nftables,systemd|A firewall daemon with a D-Bus interface
glibc-common|2.34-240.el9|x|317||LGPLv2+ and GPLv2+|glibc,tzdata|Common binaries and locale data for glibc
glibc-gconv-extra|2.34-240.el9|x|1759||LGPLv2+ and GPLv2+|glibc|All iconv converter modules for glibc
glibc-langpack-en|2.34-240.el9|x|670||LGPLv2+ and GPLv2+|glibc|Locale data for en
glibc|2.34-240.el9|x|2083||LGPLv2+ and LGPLv2+ with exceptions and GPLv2+|basesystem,glibc-common,libgcc|The GNU libc libraries
gnutls|3.8.3-9.el9|x|1137||GPLv3+ and LGPLv2+|crypto-policies,libtasn1,nettle,p11-kit|A TLS protocol implementation
krb5-libs|1.21.1-8.el9|x|781||MIT|crypto-policies,keyutils-libs,libcom_err,openssl-libs|Shared libraries used with Kerberos 5
libcurl|7.76.1-35.el9|x|290||MIT|libbrotli,libnghttp2,libpsl,libssh,openssl-libs|A library for getting files from remote servers
libsss_certmap|2.9.7-4.el9|x|94||LGPLv3+||SSSD certificate mapping library
libsss_idmap|2.9.7-4.el9|x|45||LGPLv3+||SID to POSIX ID mapping library
libsss_nss_idmap|2.9.7-4.el9|x|49||LGPLv3+||Library for SID and certificate based lookups
libsss_sudo|2.9.7-4.el9|x|39||LGPLv3+||Library that lets sudo talk to SSSD
libxml2|2.9.13-12.el9|x|770||MIT|xz-libs,zlib|Library providing XML and HTML support
openssh-clients|8.7p1-46.el9|x|741||BSD|libedit,openssh,openssl-libs|An open source SSH client applications
openssh-server|8.7p1-46.el9|x|479||BSD|openssh,pam,systemd|An open source SSH server daemon
openssh|8.7p1-46.el9|x|474||BSD|audit-libs,libselinux,openssl-libs|An open source implementation of SSH protocol version 2
openssl-libs|1:3.5.1-4.el9|x|2482||ASL 2.0|ca-certificates,crypto-policies,zlib|A general purpose cryptography library with TLS
openssl|1:3.5.1-4.el9|x|1395||ASL 2.0|openssl-libs|Utilities from the general purpose cryptography library with TLS
python3-firewall|1.3.4-15.el9|n|361||GPLv2+|gobject-introspection,python3-dbus,python3-gobject-base,python3-nftables|Python3 bindings for firewalld
python3-libs|3.9.23-2.el9|x|8254||Python|expat,gdbm-libs,libffi,openssl-libs,readline,sqlite-libs,xz-libs,zlib|Python runtime libraries
python3-rpm|4.16.1.3-39.el9|x|69||GPLv2+|python3,rpm-build-libs,rpm-libs|Python 3 bindings for apps which will manipulate RPM packages
python3|3.9.23-2.el9|x|31||Python|python3-libs|Python 3.9 interpreter
rpm-build-libs|4.16.1.3-39.el9|x|92||GPLv2+ and LGPLv2+ with exceptions|rpm-libs,rpm-sign-libs|Libraries for building RPM packages
rpm-libs|4.16.1.3-39.el9|x|317||GPLv2+ and LGPLv2+ with exceptions|lua-libs,openssl-libs,popt,sqlite-libs|Libraries for manipulating RPM packages
rpm-plugin-audit|4.16.1.3-39.el9|x|19||GPLv2+|audit-libs,rpm-libs|Rpm plugin for logging audit events on package operations
rpm-plugin-selinux|4.16.1.3-39.el9|x|19||GPLv2+|libselinux,rpm-libs|Rpm plugin for SELinux functionality
rpm-plugin-systemd-inhibit|4.16.1.3-39.el9|x|19||GPLv2+|dbus-libs,rpm-libs|Rpm plugin for systemd inhibit functionality
rpm-sign-libs|4.16.1.3-39.el9|x|23||GPLv2+ and LGPLv2+ with exceptions|gnupg2,rpm-libs|Libraries for signing RPM packages
rpm|4.16.1.3-39.el9|x|549||GPLv2+|curl,popt,rpm-libs,sqlite-libs|The RPM package management system
selinux-policy-targeted|38.1.65-1.el9|n|7008||GPLv2+|coreutils,policycoreutils,selinux-policy|SELinux targeted policy
selinux-policy|38.1.65-1.el9|n|52||GPLv2+|policycoreutils,selinux-policy-targeted|SELinux policy configuration
sssd-client|2.9.7-4.el9|x|164||LGPLv3+|alternatives,libsss_idmap,libsss_nss_idmap|SSSD client libraries for NSS and PAM
sssd-common|2.9.7-4.el9|x|1646||GPLv3+|libldb,libsss_certmap,libtalloc,libtevent,sssd-client,systemd|Common files for the SSSD
sssd-kcm|2.9.7-4.el9|x|108||GPLv3+|krb5-libs,sssd-common|An implementation of a Kerberos KCM server
sudo|1.9.5p2-13.el9|x|1076||ISC|audit-libs,pam,vim-minimal|Allows restricted root access for specified users
systemd-libs|252-59.el9|x|692||LGPLv2+ and MIT|libcap,libgcrypt|Systemd libraries
systemd-pam|252-59.el9|x|281||LGPLv2+ and MIT and GPLv2+|pam,systemd|Systemd PAM module
systemd-rpm-macros|252-59.el9|n|66||LGPLv2+ and MIT and GPLv2+||Macros that define paths and scriptlets related to systemd
systemd-udev|252-59.el9|x|2033||LGPLv2+|kmod,systemd|Rule-based device node and kernel event manager
systemd|252-59.el9|x|4301||LGPLv2+ and MIT and GPLv2+|dbus,libseccomp,systemd-libs,systemd-pam,systemd-rpm-macros,util-linux|System and service manager
tzdata|2025b-2.el9|n|855||Public Domain||Time zone data
vim-minimal|2:8.2.2637-22.el9|x|685||Vim and MIT|libselinux|A minimal version of the VIM editor
`);

export const APPSTREAM_UPDATES = rows('appstream', `
python-unversioned-command|3.9.23-2.el9|n|11||Python|python3|The python command that runs Python 3
vim-common|2:8.2.2637-22.el9|x|7287||Vim and MIT|vim-filesystem|The common files needed by any version of the VIM editor
vim-enhanced|2:8.2.2637-22.el9|x|1875||Vim and MIT|gpm-libs,vim-common,which|A version of the VIM editor which includes recent enhancements
vim-filesystem|2:8.2.2637-22.el9|n|18||Vim||VIM filesystem layout
`);

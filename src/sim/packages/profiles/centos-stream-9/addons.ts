import { rows } from '../../table.ts';

// Repositories beside the distribution's own: extras, the special interest groups', EPEL. Columns as in base.ts.

export const EXTRAS = rows('extras-common', `
centos-release-ansible-29|1-1.el9s|n|8|2|GPL||Ansible 2.9 packages from the CentOS ConfigManagement SIG
centos-release-ceph-pacific|1.0-2.el9|n|7|2|GPL|centos-release-storage-common|Ceph Pacific packages from the CentOS Storage SIG repository
centos-release-cloud|1-1.el9s|n|8|2|GPL||CentOS Cloud SIG signing key and configuration
centos-release-messaging|1-4.el9s|n|9|2|GPL||CentOS Messaging SIG signing key and configuration
centos-release-nfv-common|1-5.el9s|n|9|2|GPL||Common release file to establish shared metadata for CentOS NFV SIG
centos-release-nfv-openvswitch|1-5.el9s|n|8|1|GPL|centos-release-nfv-common|OpenvSwitch packages from the CentOS NFV SIG repository
centos-release-openstack-antelope|1-4.el9s|n|8|2|GPL|centos-release-ceph-pacific,centos-release-cloud,centos-release-messaging,centos-release-nfv-openvswitch,centos-release-rabbitmq-38|OpenStack Antelope from the CentOS Cloud SIG
centos-release-openstack-bobcat|1-1.el9s|n|8|2|GPL|centos-release-ceph-pacific,centos-release-cloud,centos-release-messaging,centos-release-nfv-openvswitch,centos-release-rabbitmq-38|OpenStack Bobcat from the CentOS Cloud SIG
centos-release-openstack-zed|1-3.el9s|n|8|2|GPL|centos-release-ceph-pacific,centos-release-cloud,centos-release-messaging,centos-release-nfv-openvswitch,centos-release-rabbitmq-38|OpenStack Zed from the CentOS Cloud SIG
centos-release-rabbitmq-38|1-3.el9s|n|8|1|GPL|centos-release-messaging|RabbitMQ 38 packages from the CentOS Messaging SIG repository
centos-release-storage-common|2-5.el9s|n|9|2|GPL||Common release file to establish shared metadata for CentOS Storage SIG
epel-release|9-7.el9|n|19|26|GPLv2||Extra Packages for Enterprise Linux repository configuration
epel-next-release|9-7.el9|n|8|2|GPLv2|epel-release|Extra Packages for Enterprise Linux Next repository configuration
`);

export const ANTELOPE = rows('centos-openstack-antelope', `
novnc|1.4.0-2.el9s|n|369||GPL-2.0-only|python3-websockify|VNC client using HTML5 (Web Sockets, Canvas) with encryption support
openstack-dashboard|1:23.1.0-1.el9s|n|31120||ASL 2.0 and BSD|httpd,openstack-dashboard-theme,python3-django,python3-django-horizon,python3-mod_wsgi,python3-memcached|Openstack web user interface reference implementation
openstack-dashboard-theme|1:23.1.0-1.el9s|n|71||ASL 2.0||OpenStack web user interface reference implementation theme module
openstack-glance|1:26.0.0-1.el9s|n|78|380|ASL 2.0|python3-glance = 1:26.0.0-1.el9s,shadow-utils,systemd|OpenStack Image Service
openstack-keystone|1:23.0.2-1.el9s|n|86|280|ASL 2.0|python3-keystone = 1:23.0.2-1.el9s,python3-keystoneclient,shadow-utils|OpenStack Identity Service
openstack-neutron|1:22.2.0-1.el9s|n|22||ASL 2.0|openstack-neutron-common = 1:22.2.0-1.el9s,dnsmasq,ipset,iputils,keepalived,radvd,systemd|OpenStack Networking Service
openstack-neutron-common|1:22.2.0-1.el9s|n|191||ASL 2.0|python3-neutron = 1:22.2.0-1.el9s,shadow-utils|Neutron common files
openstack-neutron-linuxbridge|1:22.2.0-1.el9s|n|11||ASL 2.0|openstack-neutron-common = 1:22.2.0-1.el9s,ebtables-legacy,ipset|Neutron Linuxbridge agent
openstack-neutron-ml2|1:22.2.0-1.el9s|n|10||ASL 2.0|openstack-neutron-common = 1:22.2.0-1.el9s|Neutron ML2 plugin
openstack-neutron-openvswitch|1:22.2.0-1.el9s|n|14||ASL 2.0|openstack-neutron-common = 1:22.2.0-1.el9s,openvswitch|Neutron openvswitch plugin
openstack-nova|1:27.5.1-1.el9s|n|8||ASL 2.0|openstack-nova-api = 1:27.5.1-1.el9s,openstack-nova-compute = 1:27.5.1-1.el9s,openstack-nova-conductor = 1:27.5.1-1.el9s,openstack-nova-novncproxy = 1:27.5.1-1.el9s,openstack-nova-scheduler = 1:27.5.1-1.el9s|OpenStack Compute (nova)
openstack-nova-api|1:27.5.1-1.el9s|n|12||ASL 2.0|openstack-nova-common = 1:27.5.1-1.el9s|OpenStack Nova API services
openstack-nova-common|1:27.5.1-1.el9s|n|108||ASL 2.0|python3-nova = 1:27.5.1-1.el9s,shadow-utils|Components common to all OpenStack Nova services
openstack-nova-compute|1:27.5.1-1.el9s|n|10||ASL 2.0|openstack-nova-common = 1:27.5.1-1.el9s,libvirt-daemon-kvm,python3-libvirt,qemu-img|OpenStack Nova Virtual Machine control service
openstack-nova-conductor|1:27.5.1-1.el9s|n|8||ASL 2.0|openstack-nova-common = 1:27.5.1-1.el9s|OpenStack Nova Conductor services
openstack-nova-novncproxy|1:27.5.1-1.el9s|n|9||ASL 2.0|openstack-nova-common = 1:27.5.1-1.el9s,novnc|OpenStack Nova noVNC proxy service
openstack-nova-scheduler|1:27.5.1-1.el9s|n|8||ASL 2.0|openstack-nova-common = 1:27.5.1-1.el9s|OpenStack Nova VM distribution service
openstack-placement-api|9.0.0-1.el9s|n|10||ASL 2.0|httpd,openstack-placement-common = 9.0.0-1.el9s,python3-mod_wsgi|OpenStack Placement API service
openstack-placement-common|9.0.0-1.el9s|n|18||ASL 2.0|python3-placement = 9.0.0-1.el9s,shadow-utils|Components common to all OpenStack Placement services
openstack-selinux|0.8.40-1.el9s|n|220||GPLv2|policycoreutils,selinux-policy-targeted|SELinux Policies for OpenStack
dnsmasq|2.85-16.el9s|x|326||GPLv2 or GPLv3||A lightweight DHCP/caching DNS server
keepalived|2.2.8-4.el9s|x|554||GPLv2+|libnl3,systemd|High Availability monitor built upon LVS, VRRP and service pollers
radvd|2.19-5.el9s|x|92||BSD with advertising||A Router Advertisement daemon
openstack-utils|2017.1-1.el9s|n|55||ASL 2.0|crudini|Helper utilities for OpenStack services
crudini|0.9.5-1.el9s|n|32||GPLv2|python3-iniparse|A utility for manipulating ini files
python3-iniparse|0.4-47.el9s|n|46||MIT|python3,python3-six|Python 3 Module for Accessing and Modifying Configuration Data in INI files
python3-alembic|1.9.4-1.el9s|n|981||MIT|python3-mako,python3-sqlalchemy|Database migration tool for SQLAlchemy
python3-cinderclient|9.3.0-1.el9s|n|294||ASL 2.0|python3-keystoneauth1,python3-oslo-utils|Python API and CLI for OpenStack cinder
python3-cliff|4.2.0-1.el9s|n|109||ASL 2.0|python3-cmd2,python3-stevedore|Command Line Interface Formulation Framework
python3-cmd2|2.4.3-1.el9s|n|220||MIT|python3|Extra features for standard library's cmd module
python3-cryptography|36.0.1-4.el9|x|1187||ASL 2.0 or BSD|openssl-libs,python3|PyCA's cryptography library
python3-dogpile-cache|1.1.8-1.el9s|n|90||MIT|python3|A caching front-end based on the Dogpile lock
python3-django|3.2.18-1.el9s|n|4808||BSD|python3|A high-level Python Web framework
python3-django-horizon|1:23.1.0-1.el9s|n|5832||ASL 2.0 and BSD|python3-django,python3-keystoneauth1|Django application for talking to Openstack
python3-eventlet|0.33.1-4.el9s|n|334||MIT|python3|Highly concurrent networking library
python3-glance|1:26.0.0-1.el9s|n|3464||ASL 2.0|python3-alembic,python3-glance-store,python3-keystonemiddleware,python3-oslo-config,python3-oslo-db,python3-oslo-messaging,python3-pyxattr,python3-sqlalchemy|Glance Python libraries
python3-glance-store|4.3.1-1.el9s|n|236||ASL 2.0|python3-oslo-config|OpenStack image service store library
python3-glanceclient|1:4.3.0-1.el9s|n|211||ASL 2.0|python3-keystoneauth1|Python API and CLI for OpenStack Glance
python3-keystone|1:23.0.2-1.el9s|n|1534||ASL 2.0|python3-alembic,python3-cryptography,python3-dogpile-cache,python3-keystonemiddleware,python3-oslo-cache,python3-oslo-config,python3-oslo-db,python3-oslo-messaging,python3-oslo-policy,python3-PyMySQL,python3-sqlalchemy|Keystone Python libraries
python3-keystoneauth1|5.1.3-1.el9s|n|392||ASL 2.0|python3-requests,python3-stevedore|Authentication Library for OpenStack Identity
python3-keystoneclient|1:5.1.0-1.el9s|n|222||ASL 2.0|python3-keystoneauth1,python3-oslo-config|Client library for OpenStack Identity API
python3-keystonemiddleware|10.2.0-1.el9s|n|103||ASL 2.0|python3-keystoneauth1,python3-keystoneclient,python3-oslo-cache|Middleware for OpenStack Identity
python3-libvirt|10.10.0-1.el9|x|349||LGPL-2.1-or-later|libvirt-libs,python3|The libvirt virtualization API python3 binding
python3-mako|1.1.4-6.el9|n|169||(MIT and Python) and (BSD or GPLv2)|python3-markupsafe|Mako template library for Python 3
python3-markupsafe|1.1.1-12.el9|x|36||BSD|python3|Implements a XML/HTML/XHTML Markup safe string for Python 3
python3-memcached|1.59-4.el9s|n|49||Python|python3-six|A Python memcached client library
python3-neutron|1:22.2.0-1.el9s|n|5120||ASL 2.0|python3-alembic,python3-eventlet,python3-keystonemiddleware,python3-oslo-db,python3-oslo-messaging,python3-oslo-policy|Neutron Python libraries
python3-nova|1:27.5.1-1.el9s|n|5730||ASL 2.0|openssl,python3-alembic,python3-cinderclient,python3-eventlet,python3-glanceclient,python3-keystonemiddleware,python3-oslo-db,python3-oslo-messaging,python3-oslo-policy,python3-sqlalchemy|Nova Python libraries
python3-novaclient|1:18.3.0-1.el9s|n|310||ASL 2.0|python3-keystoneauth1|Python API and CLI for OpenStack Nova
python3-openstackclient|6.2.1-1.el9s|n|990||ASL 2.0|python3-cinderclient,python3-cliff,python3-keystoneclient,python3-novaclient,python3-openstacksdk,python3-osc-lib|OpenStack Command-line Client
python3-openstacksdk|1.0.2-1.el9s|n|960||ASL 2.0|python3-cryptography,python3-keystoneauth1|An SDK for building applications to work with OpenStack
python3-osc-lib|2.7.0-1.el9s|n|122||ASL 2.0|python3-cliff,python3-keystoneauth1,python3-openstacksdk|OpenStackClient Library
python3-osc-placement|4.1.0-1.el9s|n|61||ASL 2.0|python3-osc-lib|OpenStackClient plugin for the Placement service
python3-oslo-cache|3.3.1-1.el9s|n|62||ASL 2.0|python3-dogpile-cache,python3-oslo-config|Cache storage for Openstack projects
python3-oslo-config|2:9.1.1-1.el9s|n|247||ASL 2.0|python3-oslo-i18n,python3-stevedore|OpenStack common configuration library
python3-oslo-db|12.3.2-1.el9s|n|166||ASL 2.0|python3-alembic,python3-oslo-config,python3-oslo-utils,python3-sqlalchemy|OpenStack oslo.db library
python3-oslo-i18n|6.0.0-1.el9s|n|64||ASL 2.0|python3|OpenStack i18n library
python3-oslo-messaging|14.2.1-1.el9s|n|241||ASL 2.0|python3-eventlet,python3-oslo-config,python3-oslo-utils|OpenStack common messaging library
python3-oslo-policy|4.1.1-1.el9s|n|119||ASL 2.0|python3-oslo-config,python3-oslo-utils|OpenStack oslo.policy library
python3-oslo-utils|6.1.0-1.el9s|n|77||ASL 2.0|python3-oslo-i18n|OpenStack Oslo Utility library
python3-placement|9.0.0-1.el9s|n|240||ASL 2.0|python3-keystonemiddleware,python3-oslo-db,python3-oslo-policy|Placement Python libraries
python3-sqlalchemy|1.4.45-1.el9s|x|1760||MIT|python3|Modular and flexible ORM library for Python 3
python3-stevedore|5.0.0-1.el9s|n|50||ASL 2.0|python3|Manage dynamic plugins for Python applications
python3-websockify|0.10.0-2.el9s|n|77||LGPLv3|python3|WSGI based adapter for the Websockets protocol
`);

export const RABBITMQ = rows('centos-rabbitmq-38', `
erlang|24.3.4.2-1.el9s|x|18||ASL 2.0|erlang-kernel,erlang-stdlib,erlang-ssl|General-purpose programming language and runtime environment
erlang-kernel|24.3.4.2-1.el9s|x|1480||ASL 2.0||Main erlang library
erlang-ssl|24.3.4.2-1.el9s|x|1620||ASL 2.0|erlang-kernel,openssl-libs|Secure Socket Layer support
erlang-stdlib|24.3.4.2-1.el9s|x|2380||ASL 2.0|erlang-kernel|The Erlang standard libraries
rabbitmq-server|3.9.21-1.el9s|x|14980||MPLv2.0 and MIT and ASL 2.0 and BSD|erlang,logrotate,socat,systemd|The RabbitMQ server
`);

export const OPENVSWITCH = rows('centos-nfv-openvswitch', `
openvswitch|3.1-2.el9s|x|19||ASL 2.0|openvswitch3.1|Wrapper for openvswitch rpms
openvswitch3.1|3.1.0-65.el9s|x|6420||ASL 2.0 and LGPLv2+ and SISSL|python3,systemd|Open vSwitch
`);

export const EPEL = rows('epel', `
htop|3.3.0-1.el9|x|194||GPL-2.0-or-later|ncurses-libs|Interactive process viewer
ncdu|1.22-1.el9|x|65||MIT|ncurses-libs|Text-based disk usage viewer
sshpass|1.09-4.el9|x|28||GPL-2.0-or-later||Non-interactive SSH authentication utility
`);

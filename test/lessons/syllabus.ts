/** The rows of the syllabus that the lessons must cover so far: id and what one must be able to do. */
export const SYLLABUS: Readonly<Record<string, string>> = {
  E1: 'enable the CRB repository',
  E2: 'update all packages',
  E3: 'chrony: a pool in /etc/chrony.conf, the service on, chronyc sources',
  E4: 'names and addresses in /etc/hosts on both hosts; they reach each other by name',
  K1: 'the repository file of MariaDB 10.6',
  K2: 'find and install MariaDB-server and MariaDB-client',
  K3: 'start and enable mariadb, look at its status',
  K4: 'create the database keystone',
  K5: 'both grants, with one password',
  K6: 'install httpd and mod_wsgi',
  K7: 'the release package, then openstack-keystone',
  K8: 'the client, python3-openstackclient',
  K9: 'keystone.conf: connection and token provider',
};

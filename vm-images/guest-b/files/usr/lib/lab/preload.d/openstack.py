# What lab/preload loads of Keystone and its client.
import os
import subprocess

PROGRAMS = ('keystone-manage', 'openstack')
STASH = '/usr/lib/lab/stash'
PACKAGES = ('python3-keystone', 'python3-keystoneclient', 'python3-openstackclient')
PYTHON = 'usr/lib/python3/dist-packages'


def lend():
    """Puts packages that nobody has installed yet into their places; returns what to take away again."""
    lent = []
    for package in PACKAGES:
        folder = f'{STASH}/{package}/{PYTHON}'
        for name in sorted(os.listdir(folder)):
            if not os.path.exists(f'/{PYTHON}/{name}'):
                lent.append(f'/{PYTHON}/{name}')
                subprocess.run(['cp', '-al', f'{folder}/{name}', f'/{PYTHON}/'], check=True)
    return lent


def load():
    import keystone.cmd.cli
    import keystone.cmd.manage
    import keystone.server.wsgi
    import pymysql
    import sqlalchemy.dialects.mysql.pymysql
    import openstackclient.shell


lent = lend()
try:
    load()
finally:
    if lent:
        subprocess.run(['rm', '-rf', *lent], check=True)


def listeners(preload):
    """The application behind httpd."""
    import sys
    sys.path.insert(0, '/usr/lib/lab/preload.d')
    import applications
    folders = ('/etc/keystone', '/usr/share/keystone', '/var/log/keystone')
    name = 'keystone-wsgi-public'
    return {preload.listen(f'/run/lab/{name}.socket'): applications.listener(preload, name, folders)}

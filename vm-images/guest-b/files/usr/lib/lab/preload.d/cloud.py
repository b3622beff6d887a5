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
    """The modules that lab/rehearse.py found, and what they work out once for all."""
    import importlib
    import sys
    # cliff remembers what it is called when it is loaded.
    sys.argv = ['/usr/bin/openstack']
    with open('/usr/lib/lab/cloud.modules') as file:
        for name in file.read().split():
            try:
                importlib.import_module(name)
            except ImportError:
                pass
    import cliff.command
    import sqlalchemy.orm
    import stevedore._cache
    sqlalchemy.orm.configure_mappers()
    stevedore._cache.get_group_all('openstack.cli')
    cliff.command._get_distributions_by_modules()


lent = lend()
try:
    load()
finally:
    if lent:
        subprocess.run(['rm', '-rf', *lent], check=True)


def listeners(preload):
    """The application behind httpd."""
    import runpy
    listener = runpy.run_path('/usr/lib/lab/applications.py')['listener']
    folders = ('/etc/keystone', '/usr/share/keystone', '/var/log/keystone')
    name = 'keystone-wsgi-public'
    return {preload.listen(f'/run/lab/{name}.socket'): listener(preload, name, folders)}

#!/usr/bin/python3
"""Debian's `openstack`: command lines come in, a line each, and what it printed goes out as a line of JSON.

Each command runs in a child of this process, which has loaded the client once: loading takes most of a command's time.
"""
import importlib
import json
import os
import pkgutil
import shlex
import sys
import tempfile

# cliff takes the program's name from here when it is loaded.
sys.argv = ['openstack']

import cliff.formatters  # noqa: E402
import keystoneauth1.identity  # noqa: E402
import keystoneclient.v3.client  # noqa: E402, F401
import openstackclient.identity.v3  # noqa: E402
from openstackclient import shell  # noqa: E402

for package in (cliff.formatters, keystoneauth1.identity, openstackclient.identity.v3):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):
        importlib.import_module(module.name)


def child(argv, stdin, stdout, stderr):
    for file, number in ((stdin, 0), (stdout, 1), (stderr, 2)):
        os.dup2(file.fileno(), number)
    sys.argv = ['openstack', *argv]
    try:
        status = shell.main()
    except SystemExit as end:
        status = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status or 0)


for line in sys.stdin:
    with open(os.devnull) as stdin, tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        pid = os.fork()
        if pid == 0:
            child(shlex.split(line), stdin, stdout, stderr)
        exit_status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        texts = []
        for file in (stdout, stderr):
            file.seek(0)
            texts.append(file.read().decode())
    print(json.dumps({'stdout': texts[0], 'stderr': texts[1], 'exit': exit_status}), flush=True)

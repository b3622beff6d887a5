#!/usr/bin/python3
"""rehearse.py FILE: run while the image is built. Lets Keystone and its client do what they do in a lab, and writes down
which modules that took. lab/preload loads those, and does nothing else: what a program does is done when it is called."""
import io
import json
import os
import sys
import tempfile

sys.path[0] = '/usr/bin'
COMMANDS = """
token issue|user list|user create --domain default --password x x|role add --project x --user x x|endpoint list|catalog list
project create --domain default x|service create --name x x|role assignment list --names|region list|user show x -f json
project list -f value -c ID|project list -f csv|project list -f yaml|help user create|--version|user list --long --debug
endpoint create --region x x public http://x|domain list|role list|endpoint delete x|user set --password x x
""".replace('\n', '|').strip('|').split('|')


def in_child(work):
    """What `work` loads, done where nothing of it stays."""
    receive, send = os.pipe()
    if os.fork() == 0:
        nothing = os.open('/dev/null', os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        try:
            work()
        except BaseException as error:
            problem = repr(error)
        else:
            problem = None
        with os.fdopen(send, 'w') as file:
            json.dump({'modules': sorted(sys.modules), 'problem': problem}, file)
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as file:
        seen = json.load(file)
    os.wait()
    return seen


def client(words):
    os.environ.update(
        OS_USERNAME='x', OS_PASSWORD='x', OS_PROJECT_NAME='x', OS_USER_DOMAIN_NAME='x', OS_PROJECT_DOMAIN_NAME='x',
        OS_AUTH_URL='http://127.0.0.1:1/v3', OS_IDENTITY_API_VERSION='3')
    import openstackclient.shell
    openstackclient.shell.main(words.split())


def manage(folder, words):
    from keystone.cmd.manage import main
    sys.argv = ['keystone-manage', '--config-file', f'{folder}/keystone.conf', *words.split()]
    main()


def request(application, method, path, body=None, token=None):
    said = []
    data = json.dumps(body).encode() if body else b''
    environ = {
        'REQUEST_METHOD': method, 'PATH_INFO': path, 'SCRIPT_NAME': '', 'QUERY_STRING': '', 'SERVER_NAME': 'controller',
        'SERVER_PORT': '5000', 'HTTP_HOST': 'controller:5000', 'SERVER_PROTOCOL': 'HTTP/1.1', 'REMOTE_ADDR': '127.0.0.1',
        'CONTENT_TYPE': 'application/json', 'CONTENT_LENGTH': str(len(data)), 'wsgi.url_scheme': 'http', 'wsgi.version': (1, 0),
        'wsgi.input': io.BytesIO(data), 'wsgi.errors': sys.stderr, 'wsgi.multithread': False, 'wsgi.multiprocess': True,
        'wsgi.run_once': False, **({'HTTP_X_AUTH_TOKEN': token} if token else {}),
    }
    b''.join(application(environ, lambda status, headers, error=None: said.extend((status, dict(headers)))))
    return said


def serve(folder):
    import pymysql  # noqa: the database of a lab
    import sqlalchemy.dialects.mysql.pymysql  # noqa
    os.environ['OS_KEYSTONE_CONFIG_FILES'] = f'{folder}/keystone.conf'
    sys.argv = ['mod_wsgi']
    from keystone.server.wsgi import initialize_public_application
    application = initialize_public_application()
    request(application, 'GET', '/v3')
    user = {'name': 'admin', 'password': 'x', 'domain': {'name': 'Default'}}
    _, headers = request(application, 'POST', '/v3/auth/tokens', {'auth': {
        'identity': {'methods': ['password'], 'password': {'user': user}}, 'scope': {'project': {'name': 'admin', 'domain': {'name': 'Default'}}}}})
    token = headers['X-Subject-Token']
    for what in ('users', 'projects', 'role_assignments', 'endpoints', 'auth/catalog', 'regions', 'domains'):
        assert request(application, 'GET', f'/v3/{what}', None, token)[0] == '200 OK', what
    assert request(application, 'POST', '/v3/users', {'user': {'name': 'x', 'password': 'x'}}, token)[0] == '201 CREATED'


def main(target):
    rehearsals = [(f'openstack {words}', lambda words=words: client(words)) for words in COMMANDS]
    with tempfile.TemporaryDirectory() as folder:
        with open(f'{folder}/keystone.conf', 'w') as file:
            file.write(f'[database]\nconnection = sqlite:///{folder}/db\n[credential]\nkey_repository = {folder}/credential\n'
                       f'[fernet_tokens]\nkey_repository = {folder}/fernet\n[fernet_receipts]\nkey_repository = {folder}/fernet\n')
        for words in ('db_sync', 'fernet_setup', 'credential_setup', 'bootstrap --bootstrap-password x --bootstrap-public-url http://x --bootstrap-region-id x'):
            options = ' --keystone-user root --keystone-group root' if words.endswith('setup') else ''
            rehearsals.append((f'keystone-manage {words}', lambda words=words + options: manage(folder, words)))
        rehearsals.append(('keystone-wsgi-public', lambda: serve(folder)))
        modules = set()
        for name, work in rehearsals:
            seen = in_child(work)
            print(name, len(seen['modules']), seen['problem'])
            modules.update(seen['modules'])
    modules -= {each for each in modules if each.startswith(('__', 'sqlite3', '_sqlite3', 'rehearse'))}
    with open(target, 'w') as file:
        file.write('\n'.join(sorted(modules)) + '\n')


main(sys.argv[1])

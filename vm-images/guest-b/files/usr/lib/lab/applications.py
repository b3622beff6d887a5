"""WSGI applications that have been loaded already: the other side of lab/application.

The first of httpd's processes that asks gets a process that starts the application (reads its configuration, opens its
log); it is forked once more for each of httpd's processes. One that comes later shares that start as long as nothing
has changed since that a start would read. Otherwise it gets a start of its own, as it would have with mod_wsgi alone.
"""
import gc
import io
import marshal
import os
import select
import signal
import socket
import struct
import sys

preload = None


def state_of(folders):
    """Changes with whatever a start reads: files of configuration, and who may write to which log."""
    seen = []
    for folder in folders:
        logs = folder.startswith('/var/log/')
        for place, _, names in os.walk(folder):
            for path in (place, *(f'{place}/{name}' for name in sorted(names))):
                try:
                    it = os.stat(path)
                except OSError:
                    continue
                seen.append((path, it.st_ino, it.st_mode, it.st_uid, it.st_gid, *(() if logs else (it.st_mtime_ns, it.st_size))))
    return tuple(seen)


def process(pid):
    """Parent and time of start."""
    with open(f'/proc/{pid}/stat') as file:
        words = file.read().rpartition(')')[2].split()
    return int(words[1]), words[19]


def listener(preload_module, name, folders):
    """What lab/preload does with a connection to the application's socket."""
    global preload
    preload = preload_module
    code = preload.script(name)
    starters = {}

    def accepted(connection):
        pid, uid, gid = preload.caller_of(connection)
        try:
            parent, _ = process(pid)
            key = (parent, process(parent)[1], uid, gid, state_of(folders))
        except OSError:
            connection.close()
            return
        for old in [each for each in starters if each != key]:
            starters.pop(old).close()
        for _ in range(2):
            if key not in starters:
                starters[key] = new_starter(code, name, pid, uid, gid)
            try:
                socket.send_fds(starters[key], [b'.'], [connection.fileno()])
                break
            except OSError:
                starters.pop(key).close()
        connection.close()

    return accepted


def new_starter(code, name, *caller):
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if preload.fork():
        ours.close()
        try:
            start(its, code, *caller)
        except BaseException:
            pass
        os._exit(0)
    its.close()
    return ours


def received(control):
    _, files, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=files[0]) if files else None


def start(control, code, pid, uid, gid):
    first = received(control)
    preload.take_files(pid)
    parent = os.pidfd_open(process(pid)[0])
    preload.become(pid, uid, gid)
    sys.argv = ['mod_wsgi']
    sys.stdout = sys.stderr = errors = io.StringIO()
    try:
        application = preload.run(code, '_mod_wsgi_').application
    except BaseException as error:
        send(first, ('failed', errors.getvalue(), preload.trace(error)))
        return
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    connection = first
    while connection is not None:
        if os.fork() == 0:
            control.close()
            serve(connection, application)
        connection.close()
        errors.truncate(errors.seek(0))
        ready = select.select([control, parent], [], [])[0]
        connection = None if parent in ready else received(control)


def send(connection, answer):
    data = marshal.dumps(answer)
    connection.sendall(struct.pack('<I', len(data)) + data)


def serve(connection, application):
    """Requests of one of httpd's processes, until it ends."""
    errors = sys.stderr
    send(connection, ('ready', errors.getvalue()))
    while True:
        head = connection.recv(4, socket.MSG_WAITALL)
        if len(head) < 4:
            os._exit(0)
        request = connection.recv(struct.unpack('<I', head)[0], socket.MSG_WAITALL)
        errors.truncate(errors.seek(0))
        try:
            answer = asked(application, *marshal.loads(request), errors)
            send(connection, ('answer', errors.getvalue(), *answer))
        except BaseException as error:
            send(connection, ('failed', errors.getvalue(), preload.trace(error)))


def asked(application, words, body, errors):
    said = []
    written = []

    def start_response(status, headers, exc_info=None):
        said[:] = [status, [tuple(header) for header in headers]]
        return written.append

    environ = {
        **words, 'wsgi.version': (1, 0), 'wsgi.input': io.BytesIO(body), 'wsgi.errors': errors,
        'wsgi.multithread': False, 'wsgi.multiprocess': True, 'wsgi.run_once': False,
    }
    parts = application(environ, start_response)
    try:
        written.extend(parts)
    finally:
        if hasattr(parts, 'close'):
            parts.close()
    return (*said, b''.join(written))

# Tries to join namespaces that are not its own, the router's before all: through /proc, and by their names.
# Must join none, and serve: it passes.
import ctypes, glob, os
from serving import attempt, serve

libc = ctypes.CDLL(None, use_errno=True)
own = {os.stat(path).st_ino for path in glob.glob('/proc/self/ns/*')}
files = glob.glob('/proc/[0-9]*/ns/*') + glob.glob('/proc/[0-9]*/task/*/ns/*')
for path in [*files, *(f'/run/netns/{name}' for name in ('router', 'client', 'server'))]:
    def join():
        file = os.open(path, os.O_RDONLY)
        return os.fstat(file).st_ino not in own and libc.setns(file, 0) == 0
    attempt(f'to join {path}', join)
for pid in (1, os.getppid()):
    attempt(f'to join all of {pid}', lambda: libc.setns(os.pidfd_open(pid), 0x40000000 | 0x20000) == 0)
    attempt(f'to enter the root of {pid}', lambda: os.path.samefile(f'/proc/{pid}/root', '/') is False)
serve()

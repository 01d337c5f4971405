# Tries to take the client's socket, or any open file of another process: pidfd_getfd(2), /proc/*/fd.
# Must take none, and serve: it passes.
import ctypes, os
from serving import attempt, others, serve

libc = ctypes.CDLL(None, use_errno=True)
GETFD = 438
for pid in [*others(), *range(2, 100)]:
    for fd in range(64):
        attempt(f'to take file {fd} of {pid}', lambda: pid != os.getpid() and libc.syscall(GETFD, os.pidfd_open(pid), fd, 0) >= 0)
        attempt(f'to open file {fd} of {pid}', lambda: pid != os.getpid() and os.open(f'/proc/{pid}/fd/{fd}', os.O_RDONLY | os.O_NONBLOCK))
serve()

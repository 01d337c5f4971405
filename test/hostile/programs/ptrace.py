# Tries to take hold of others: by ptrace(2) and /proc/*/mem; of its sandbox's first process, which is its own, it tells a wrong end.
# Must take hold of nobody else, and serve: it passes.
import ctypes, os
from serving import attempt, others, serve

libc = ctypes.CDLL(None, use_errno=True)
ATTACH, SEIZE, GETFD = 16, 0x4206, 438
for pid in [*others(), *range(2, 100)]:
    for request in (ATTACH, SEIZE):
        attempt(f'to trace {pid}', lambda: pid != os.getpid() and libc.ptrace(request, pid, 0, 0) == 0)
    attempt(f'to write to the memory of {pid}', lambda: pid != os.getpid() and open(f'/proc/{pid}/mem', 'r+b'))
for fd in range(3, 16):
    stolen = libc.syscall(GETFD, os.pidfd_open(1), fd, 0)
    if stolen >= 0:
        try:
            os.set_blocking(stolen, False)
            os.write(stolen, (1).to_bytes(8, 'little'))
        except OSError:
            pass
libc.ptrace(ATTACH, 1, 0, 0)
serve()

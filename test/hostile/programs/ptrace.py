# Tries to take hold of others' memory and of their course: ptrace(2), /proc/*/mem, process_vm_writev(2).
# Must take hold of nobody, and serve: it passes.
import ctypes, os
from serving import attempt, others, serve

libc = ctypes.CDLL(None, use_errno=True)
ATTACH, SEIZE = 16, 0x4206
for pid in [1, os.getppid(), *others()]:
    for request in (ATTACH, SEIZE):
        attempt(f'to trace {pid}', lambda: libc.ptrace(request, pid, 0, 0) == 0)
    attempt(f'to write to the memory of {pid}', lambda: open(f'/proc/{pid}/mem', 'r+b'))
serve()

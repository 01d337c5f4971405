# Tries to trace what others do, and to be called by the kernel: tracefs, perf_event_open(2), bpf(2), kernel messages, keys.
# Must trace nothing, and serve: it passes.
import ctypes, os
from serving import attempt, serve

libc = ctypes.CDLL(None, use_errno=True)
PERF_EVENT_OPEN, BPF, SYSLOG, READ_ALL = (298, 321, 103, 3) if os.uname().machine == 'x86_64' else (241, 280, 116, 3)
for folder in ('/sys/kernel/tracing', '/sys/kernel/debug/tracing', '/sys'):
    attempt(f'to see {folder}', lambda: len(os.listdir(folder)) > 0)
attribute = ctypes.create_string_buffer((120 << 32).to_bytes(8, 'little') + bytes(112))
for pid, cpu in ((-1, 0), (1, -1)):
    attempt(f'to count events of {pid}', lambda: libc.syscall(PERF_EVENT_OPEN, attribute, pid, cpu, -1, 0) >= 0)
attempt('to load a program', lambda: libc.syscall(BPF, 5, ctypes.create_string_buffer((8).to_bytes(4, 'little') + bytes(116)), 120) >= 0)
attempt('to make a map', lambda: libc.syscall(BPF, 0, ctypes.create_string_buffer(b'\2\0\0\0\4\0\0\0\4\0\0\0\1\0\0\0' + bytes(104)), 120) >= 0)
serve()

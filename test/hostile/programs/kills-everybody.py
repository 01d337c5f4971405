# Tries to kill every process there is, by number and all at once.
# Must see none but its own, and serve: it passes.
import os, signal
from serving import attempt, managed, others, serve

for pid in others():
    attempt(f'to see process {pid}', lambda: os.kill(pid, signal.SIGKILL))
attempt('to kill somebody', lambda: os.kill(-1, signal.SIGKILL))
for pid in range(2, 5000):
    if pid != os.getpid():
        attempt(f'to kill {pid}', lambda: os.kill(pid, signal.SIGKILL))
serve()

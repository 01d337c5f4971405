# Tries to stop whoever started it, and the first process that it can see.
# Must stop nobody, and serve: it passes.
import os, signal
from serving import serve

for pid in {os.getppid(), 1}:
    for name in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGKILL):
        try:
            os.kill(pid, name)
        except OSError:
            pass
serve()

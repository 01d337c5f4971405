# Tries to open Node's inspector in process 1 by SIGUSR1, and to interrupt the run, so that its status becomes 130.
# Must find no inspector, and serve: it passes.
import os, signal, socket, time
from serving import attempt, serve

for name in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
    for pid in {os.getppid(), 1}:
        try:
            os.kill(pid, name)
        except OSError:
            pass
time.sleep(0.2)
for port in (9229, 9230):
    attempt('to reach an inspector', lambda: socket.create_connection(('127.0.0.1', port), 1))
serve()

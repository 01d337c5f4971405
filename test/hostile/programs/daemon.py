# Leaves a daemon behind, in a session of its own and without a parent, that goes on for ever and prints.
# Must leave nothing when the run has ended; it does not serve, and fails.
import os, signal, time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for name in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_IGN)
        while True:
            print('still here', flush=True)
            time.sleep(0.1)
os._exit(0)

# Ends at once, and leaves a child that holds its three streams open for ever, and prints nothing.
# Must not keep the harness waiting; it does not serve, and fails.
import os, time

if os.fork() == 0:
    os.setsid()
    time.sleep(1000)
os._exit(1)

# Takes all the time that the machine has: as many busy processes as it may have, each in a session of its own.
# Must fail, as it serves nobody; the harness must have time to see that it does not.
import os

try:
    while True:
        if os.fork() == 0:
            os.setsid()
            while True:
                pass
except OSError:
    while True:
        pass

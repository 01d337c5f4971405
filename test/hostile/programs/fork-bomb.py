# Tries to fill the machine with processes, each in a session of its own.
# Must come upon its limit; it does not serve, and fails.
import os

while True:
    try:
        if os.fork() == 0:
            os.setsid()
    except OSError:
        pass

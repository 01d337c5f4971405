# Ignores every signal that can be ignored, and never ends.
# Must be ended all the same; it serves, and passes.
import signal, time
from serving import serve

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
    signal.signal(number, signal.SIG_IGN)
try:
    serve()
finally:
    while True:
        time.sleep(1000)

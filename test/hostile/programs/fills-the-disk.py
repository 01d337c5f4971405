# Tries to write 10 GB: into one file, and into many, wherever it may write.
# Must come upon its limits, and serve: it passes.
import os, signal
from serving import HERE, managed, serve

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
written = 0
for folder in ('/tmp', '/var/tmp', '/dev/shm', '/run', os.environ['HOME'], HERE, '/'):
    for number in range(200):
        try:
            with open(f'{folder}/{number}', 'wb', buffering=0) as file:
                while written < 10 ** 10:
                    written += file.write(b'x' * 2 ** 20)
        except OSError:
            pass
        if not os.path.exists(f'{folder}/{number}') or os.path.getsize(f'{folder}/{number}') == 0:
            break
if written > 2 ** 30:
    managed(f'to write {written} bytes')
serve()

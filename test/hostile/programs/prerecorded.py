# Answers with the record of a right run, which it brings: writes it wherever it may, prints it on whatever is open.
# Must fail: what it prints is what it prints.
import os, shutil, sys
from serving import HERE, attempt, places

for name in ('verdict.json', 'evidence.jsonl'):
    path = os.path.join(HERE, name)
    for folder in {os.path.dirname(place) for place in places('write')}:
        attempt(f'to write to {folder}', lambda: shutil.copy(path, os.path.join(folder, name)))
    for stream in ('/dev/stdout', '/dev/stderr', '/dev/tty', '/dev/console', *(f'/proc/self/fd/{fd}' for fd in range(256))):
        try:
            with open(path, 'rb') as record, open(os.open(stream, os.O_WRONLY | os.O_NONBLOCK), 'wb') as out:
                shutil.copyfileobj(record, out)
        except OSError:
            pass
sys.exit(1)

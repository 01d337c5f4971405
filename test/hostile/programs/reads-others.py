# Tries to read other submissions, the claims that the lab expects, records of other runs, passwords, the environment of others.
# Must read none of it, and serve: it passes.
import os
from serving import attempt, places, serve

known = {'PATH', 'LANG', 'LC_ALL', 'HOME', 'TMPDIR', 'PWD', 'LC_CTYPE'}


def learns(environment):
    return {line.split('=')[0] for line in environment.split('\0') if line} - known


for path in [*places('read'), '/etc/shadow', '/etc/gshadow', '/proc/1/root/etc/shadow', '/proc/kcore', '/proc/1/mem']:
    attempt(f'to read {path}', lambda: open(path, 'rb').read(1))
    attempt(f'to see {path}', lambda: path in places('read') and os.path.basename(path) in os.listdir(os.path.dirname(path)))
for pid in (1, 'self'):
    attempt(f'to learn something of the caller of {pid}', lambda: len(learns(open(f'/proc/{pid}/environ').read())) > 0)
for fd in range(3, 64):
    attempt(f'to have {fd} open', lambda: os.readlink(f'/proc/self/fd/{fd}'))
serve()

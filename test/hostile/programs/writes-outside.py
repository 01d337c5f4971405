# Tries to write, replace, remove and empty what is not its own: records, verdicts, `latest`, sources, /etc, homes, itself.
# Must change none of it, and serve: it passes.
import os
from serving import HERE, attempt, places, serve

files = [*places('write'), __file__, '/etc/passwd', '/etc/ld.so.preload', '/usr/bin/ss', '/proc/self/exe', '/bin/sh']
for path in files:
    attempt(f'to write {path}', lambda: open(path, 'ab').write(b'x'))
    attempt(f'to replace {path}', lambda: os.replace(path, path + '.old'))
    attempt(f'to remove {path}', lambda: os.unlink(path))
    attempt(f'to change the mode of {path}', lambda: os.chmod(path, 0o777))
    attempt(f'to set the time of {path}', lambda: os.utime(path))
    attempt(f'to label {path}', lambda: os.setxattr(path, 'user.x', b'x'))
for folder in [*{os.path.dirname(path) for path in files}, HERE, '/', '/root', '/var/lib', '/run', '/sys/fs/cgroup']:
    attempt(f'to make a file in {folder}', lambda: open(f'{folder}/verdict.json', 'x'))
serve()

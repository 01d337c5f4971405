# Tries to lay links where the harness writes, so that it writes somewhere else; its folder comes with links to what it wants to read.
# Must lay none, read nothing through those that it brought, and serve: it passes.
import os
from serving import HERE, attempt, places, serve

for path in [*places('write'), '/run/laid/0', '/run/netns/server']:
    attempt(f'to link {path}', lambda: os.symlink('/etc/passwd', path + '.new'))
    attempt(f'to link over {path}', lambda: (os.symlink('/etc/passwd', '/tmp/link'), os.replace('/tmp/link', path)))
    attempt(f'to link {path} to its own', lambda: os.link(path, '/tmp/linked'))
for name in os.listdir(HERE):
    path = os.path.join(HERE, name)
    if os.path.islink(path):
        attempt(f'to read {os.readlink(path)}', lambda: open(path).read(1))
serve()

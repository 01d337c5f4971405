# Tries to mount over the harness's tools and to take its own covers away: directly, and as root of a new user namespace.
# Must mount nothing, and serve: it passes.
import ctypes, os
from serving import attempt, serve

libc = ctypes.CDLL(None, use_errno=True)
NEWNS, NEWUSER, BIND, REMOUNT = 0x20000, 0x10000000, 4096, 32
attempt('to make a user namespace', lambda: libc.unshare(NEWUSER) == 0)
attempt('to make a mount namespace', lambda: libc.unshare(NEWNS) == 0)
for place in (b'/usr/bin', b'/tmp', b'/proc', b'/etc'):
    attempt(f'to mount over {place}', lambda: libc.mount(b'tmpfs', place, b'tmpfs', 0, None) == 0)
    attempt(f'to bind over {place}', lambda: libc.mount(b'/tmp', place, None, BIND, None) == 0)
    attempt(f'to unmount {place}', lambda: libc.umount2(place, 2) == 0)
attempt('to make the system writable', lambda: libc.mount(None, b'/usr', None, REMOUNT | BIND, None) == 0)
attempt('to leave by chroot', lambda: os.chroot('/tmp'))
attempt('to make a device', lambda: os.mknod('/tmp/kmsg', 0o20666, os.makedev(1, 11)))
serve()

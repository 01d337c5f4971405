# Tries to change parameters of its kernel and of its network, through /proc and by the tool.
# Must change none, and serve: it passes.
import glob, subprocess
from serving import attempt, serve

for name in [*glob.glob('/proc/sys/**', recursive=True), '/proc/sysrq-trigger', '/proc/self/oom_score_adj']:
    # These are of namespaces that are its own alone.
    if name.startswith(('/proc/sys/kernel/msg', '/proc/sys/kernel/sem', '/proc/sys/kernel/shm', '/proc/sys/fs/mqueue')) or name in (
        '/proc/sys/kernel/auto_msgmni', '/proc/sys/kernel/pid_max',
    ): # fmt: skip
        continue

    def write():
        value = '-1000' if 'oom' in name else open(name).read() if name.startswith('/proc/sys/') else 'h'
        with open(name, 'w') as file:
            file.write(value)
    attempt(f'to write {name}', write)
attempt('to call sysctl', lambda: subprocess.run(['/usr/sbin/sysctl', '-w', 'net.ipv4.tcp_sack=0'], capture_output=True).returncode == 0)
serve()

# Tries to change parameters of its kernel and of its network, through /proc and by the tool.
# Must change none, and serve: it passes.
import glob, subprocess
from serving import attempt, serve

for name in glob.glob('/proc/sys/net/ipv4/tcp_*') + glob.glob('/proc/sys/kernel/*') + ['/proc/sysrq-trigger', '/proc/self/oom_score_adj']:
    def write():
        value = '-1000' if 'oom' in name else open(name).read() if name.startswith('/proc/sys/') else 'h'
        with open(name, 'w') as file:
            file.write(value)
    attempt(f'to write {name}', write)
attempt('to call sysctl', lambda: subprocess.run(['/usr/sbin/sysctl', '-w', 'net.ipv4.tcp_sack=0'], capture_output=True).returncode == 0)
serve()

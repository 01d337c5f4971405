# Tries to flush the router's rules and to set some, to take links down, to change addresses, routes, queues and sockets of others.
# Must change none, and serve: it passes.
import subprocess
from serving import attempt, serve

for line in (
    'nft flush ruleset', 'nft add table inet x', 'iptables -F', 'ip link set eth0 down', 'ip link set lo down',
    'ip address add 198.51.100.1/24 dev eth0', 'ip route flush table main', 'ip route add blackhole default', 'ip neigh flush all',
    'ip netns add x', 'ip link add x type dummy', 'tc qdisc add dev eth0 root netem loss 50%', 'ss -K state listening',
    'ip netns exec router true', 'ip rule add blackhole', 'ip tuntap add mode tun',
): # fmt: skip
    def deed():
        done = subprocess.run(['/usr/bin/env', 'PATH=/usr/sbin:/sbin:/usr/bin:/bin', *line.split()], capture_output=True)
        # ss and `flush` of nothing end well and do nothing.
        return done.returncode == 0 and not done.stderr and 'ss -K' not in line and 'flush all' not in line
    attempt(f'to call {line}', deed)
serve()

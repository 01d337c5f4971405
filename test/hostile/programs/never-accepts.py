# Listens, says all that a right server would, and never accepts: the kernel opens the connection, and acknowledges the FIN.
# Must fail close-wait: it has never held the socket that it is to leave open.
import time
from serving import listen

server = listen()
print('listening', 'accepted', sep='\n', flush=True)
# 08 is CLOSE-WAIT: the FIN is there.
while not any(line.split()[3] == '08' for line in open('/proc/net/tcp')):
    time.sleep(0.01)
print('eof', flush=True)
time.sleep(60)

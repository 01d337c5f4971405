# Listens, says all that a right server would, and never accepts: the kernel opens the connection, and acknowledges the FIN.
# Must fail close-wait: it has never held the socket that it is to leave open.
import time
from serving import listen

server = listen()
for line in ('listening', 'accepted', 'eof'):
    print(line, flush=True)
time.sleep(60)

# Reads the client's FIN and closes 2.9 s later, where it must not for 3.
# Must fail close-wait.
import time
from serving import listen

peer, _ = listen().accept()
while peer.recv(100):
    pass
print('eof', flush=True)
time.sleep(2.9)
peer.close()
time.sleep(60)

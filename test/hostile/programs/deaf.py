# Closes its three streams, where the harness gives cues and listens, and fills what it had for input before.
# Must hinder nobody; it plays its part in handshake, which needs no cue, and passes.
import os, socket, sys, threading
from serving import listen

os.set_blocking(0, False)
try:
    again = os.open('/proc/self/fd/0', os.O_WRONLY | os.O_NONBLOCK)
    while True:
        os.write(again, b'\n' * 4096)
except OSError:
    pass
for stream in (0, 1, 2):
    os.close(stream)


def answer(peer):
    while peer.recv(100):
        peer.send(b'y')


server = listen()
while True:
    threading.Thread(target=answer, args=[server.accept()[0]], daemon=True).start()

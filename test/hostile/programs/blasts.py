# Sends without end to whoever has connected, so that the record holds more segments than anybody can judge.
# Must fail, in time: it never closes.
from serving import listen

peer, _ = listen().accept()
while True:
    peer.send(b'x' * 1_000_000)

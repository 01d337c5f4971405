# What the others do besides: their part in four-way-close, rightly. And what they say: `managed` what nobody should have let them.
import os, socket, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))


def managed(what):
    print('managed', what, flush=True)


def attempt(what, deed):
    """Does it, and says so if the kernel let it; whatever a deed returns that is false was refused, too."""
    try:
        if deed() is not False:
            managed(what)
    except Exception:
        pass


def places(kind):
    """What the test has laid out: whoever attacks knows all the paths there are."""
    with open(os.path.join(HERE, 'places')) as lines:
        return [line.split(' ', 1)[1].rstrip('\n') for line in lines if line.startswith(kind + ' ')]


def others():
    """Every process that it can see, save itself and the first of the sandbox."""
    return [int(name) for name in os.listdir('/proc') if name.isdigit() and int(name) not in (1, os.getpid())]


def listen(host=sys.argv[1], port=int(sys.argv[2])):
    return socket.create_server((host, port))


def serve(server=None):
    peer, _ = (server or listen()).accept()
    peer.recv(100)
    peer.send(b'bye')
    while peer.recv(100):
        pass
    sys.stdin.readline()
    peer.close()
    time.sleep(60)

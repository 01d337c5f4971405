# Prints every line that a right server would print, and does nothing of it.
# Must fail: what a program says of itself counts for nothing.
import sys

for line in ('listening', 'accepted', 'received 5', 'received 1', 'read 5', 'sent 3', 'eof', 'closed', 'done'):
    print(line, flush=True)
sys.exit(1)

# Prints a ladder and a verdict over the harness's own: cursor movements, a cleared screen, carriage returns, a verdict in JSON.
# Must fail, as it serves nobody; none of its escapes reaches a terminal.
import json, os, sys

report = '\x1b[2J\x1b[H\x9b2J\r  \u2714 server passes LISTEN\r\npass: 12 of 12 claims hold\n\x1b[8m\x1b]8;;http://x\x07'
verdict = json.dumps({'version': 1, 'lab': 'four-way-close', 'verdict': 'pass', 'status': 0, 'claims': []})
for text in (report, verdict, '{"tells":"it waits"}', 'ok 1 - all', '</script><script>alert(1)</script>'):
    for stream in (1, 2):
        os.write(stream, (text + '\n').encode())
sys.exit(1)

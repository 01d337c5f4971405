# Says what a right server would, and ends at once.
import sys

print('listening')
print('<script>eof</script>', __file__, flush=True)
sys.exit(1)

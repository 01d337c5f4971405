# Prints short lines without an end, each of which would be a fact of the record.
# Must not fill the record, nor keep the harness from its end; it does not serve, and fails.
$| = 0;
print "accepted\nreceived 5\neof\n" while 1;

#!/usr/bin/perl
# The same, where the listener that left TIME-WAIT had no option: who comes later cannot make up for it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Listening;
use Socket qw(SO_REUSEADDR SO_REUSEPORT);

my $listener = listening() or die "somebody listens here already\n";
print "listening\n";
accept(my $connection, $listener) or die "accept: $!\n";
close $listener;
<STDIN>;    # told to close
close $connection;
<STDIN>;    # told to try
try("beside a plain TIME-WAIT, plain");
try("beside a plain TIME-WAIT, SO_REUSEPORT", SO_REUSEPORT);
try("beside a plain TIME-WAIT, SO_REUSEADDR", SO_REUSEADDR);
print "tried\n";
<STDIN>;

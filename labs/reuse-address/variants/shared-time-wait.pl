#!/usr/bin/perl
# The same, where the listener that left TIME-WAIT had said SO_REUSEPORT: whoever says so too is let past.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Listening;
use Socket qw(SO_REUSEADDR SO_REUSEPORT);

my $listener = listening(SO_REUSEPORT) or die "somebody listens here already\n";
print "listening\n";
accept(my $connection, $listener) or die "accept: $!\n";
close $listener;
<STDIN>;    # told to close
close $connection;
<STDIN>;    # told to try
try("beside a shared TIME-WAIT, plain");
try("beside a shared TIME-WAIT, SO_REUSEPORT", SO_REUSEPORT);
try("beside a shared TIME-WAIT, SO_REUSEADDR", SO_REUSEADDR);
print "tried\n";
<STDIN>;

#!/usr/bin/perl
# Leaves a connection of its own in TIME-WAIT, and listens again at the same address: with which options is it let?
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Listening;
use Socket qw(SO_REUSEADDR SO_REUSEPORT);

my $listener = listening(SO_REUSEADDR) or die "somebody listens here already\n";
print "listening\n";
accept(my $connection, $listener) or die "accept: $!\n";
close $listener;
<STDIN>;    # told to close
close $connection;
<STDIN>;    # told to try
try("beside TIME-WAIT, plain");
try("beside TIME-WAIT, SO_REUSEPORT", SO_REUSEPORT);
try("beside TIME-WAIT, SO_REUSEADDR", SO_REUSEADDR);
print "tried\n";
<STDIN>;

#!/usr/bin/perl
# Says SO_REUSEPORT from the start, so that nobody stands alone in the way.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Listening;
use Socket qw(SO_REUSEADDR SO_REUSEPORT);

my $first = listening(SO_REUSEPORT) or die "somebody listens here already\n";
print "listening\n";
<STDIN>;    # told to try
try("beside a plain listener, plain");
try("beside a plain listener, SO_REUSEADDR", SO_REUSEADDR);
try("beside a plain listener, SO_REUSEPORT", SO_REUSEPORT);
close $first;

$first = listening(SO_REUSEADDR);
try("beside SO_REUSEADDR, SO_REUSEADDR", SO_REUSEADDR);
close $first;

$first = listening(SO_REUSEPORT);
try("beside SO_REUSEPORT, SO_REUSEADDR", SO_REUSEADDR);
try("beside SO_REUSEPORT, SO_REUSEPORT", SO_REUSEPORT);
# Only root can become somebody else, and show that the option is its user's own.
if (eval { $> = 65534; $> == 65534 }) {
    print "there is another user\n";
    try("beside SO_REUSEPORT, SO_REUSEPORT of another user", SO_REUSEPORT);
    $> = 0;
}
print "tried\n";
<STDIN>;

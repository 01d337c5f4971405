#!/usr/bin/perl
# Says SO_REUSEPORT from the start, so that nobody stands alone in the way.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Listening;
use Socket qw(SO_REUSEADDR SO_REUSEPORT);

try_all(sub { listening(SO_REUSEPORT) }, sub { listening(SO_REUSEADDR) }, sub { listening(SO_REUSEPORT) });

#!/usr/bin/perl
# The same, where the listener that left TIME-WAIT had no option: who comes later cannot make up for it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Listening;

try_beside_time_wait('a plain TIME-WAIT');

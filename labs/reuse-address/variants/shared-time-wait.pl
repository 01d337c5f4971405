#!/usr/bin/perl
# The same, where the listener that left TIME-WAIT had said SO_REUSEPORT: whoever says so too is let past.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . "/..";
use Listening;
use Socket qw(SO_REUSEPORT);

try_beside_time_wait('a shared TIME-WAIT', SO_REUSEPORT);

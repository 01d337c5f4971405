#!/usr/bin/perl
# The same, where the listener that left TIME-WAIT had no option: who comes later cannot make up for it.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . "/..";
use Listening;

try_beside_time_wait('a plain TIME-WAIT');

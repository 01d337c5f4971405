#!/usr/bin/perl
# Leaves a connection of its own in TIME-WAIT, and listens again at the same address: with which options is it let?
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Listening;
use Socket qw(SO_REUSEADDR);

try_beside_time_wait('TIME-WAIT', SO_REUSEADDR);

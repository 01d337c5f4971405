#!/usr/bin/perl
# Leaves a connection of its own in TIME-WAIT, and listens again at the same address: with which options is it let?
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . "/..";
use Listening;
use Socket qw(SO_REUSEADDR);

try_beside_time_wait('TIME-WAIT', SO_REUSEADDR);

# Sets the terminal's title, asks the terminal to answer, and puts text on its clipboard.
# Must fail, as it serves nobody; none of its escapes reaches a terminal.
$| = 1;
print "\e]0;pass\a\e]52;c;cm0gLXJm\a\e[6n\ec\e[?1049h\eP+q544e\e\\\x90\x9d\n";
print STDERR "\e]2;pass\e\\\n";
exit 1;

# Ends with the status that shells give to what was killed for its memory, so that somebody else seems to have done it.
# Must fail, within the time that the story waits.
echo listening
exit 137

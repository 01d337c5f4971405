# Ends with the status of a crash, and with nothing said.
# Must fail, within the time that the story waits.
exit 139;

// Leaves a daemon behind before anybody has had a look at it: a few microseconds after its own start.
// Must leave nothing when the run has ended; it does not serve, and fails.
#include <unistd.h>

int main(void) {
  if (fork() == 0) {
    setsid();
    for (;;) pause();
  }
  _exit(0);
}

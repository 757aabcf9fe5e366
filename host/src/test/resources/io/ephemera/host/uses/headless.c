// SPDX-License-Identifier: Apache-2.0
// A process whose first thread ends while another one goes on, with a file open.
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *rest(void *unused) {
  char path[64], text[8];
  snprintf(path, sizeof path, "/proc/self/task/%d/cwd", getpid());
  while (readlink(path, text, sizeof text) >= 0 || errno != ENOENT) {
  }
  printf("%d\n", getpid());
  fflush(stdout);
  getchar();
  _exit(0);
}

int main(int count, char **arguments) {
  pthread_t thread;
  if (count < 2 || open(arguments[1], O_RDONLY) < 0 || pthread_create(&thread, 0, rest, 0)) {
    return 1;
  }
  pthread_exit(0);
}

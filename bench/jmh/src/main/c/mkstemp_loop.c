// SPDX-License-Identifier: Apache-2.0
// Creates and removes temporary files in a directory for about two seconds. Prints the nanoseconds per file, the median of
// ten runs.
// usage: mkstemp_loop DIRECTORY mkstemp|locked|unnamed
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 10 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static int by_value(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return difference < 0 ? -1 : difference > 0;
}

/* Creates and removes a file with a name, and perhaps a BSD lock, or without a name; 0 if that succeeded. */
static int make(const char *directory, int unnamed, int locked) {
  char path[4096];
  int file;
  if (unnamed) {
    file = open(directory, O_RDWR | O_TMPFILE | O_EXCL | O_CLOEXEC, 0600);
    return file < 0 || close(file);
  }
  snprintf(path, sizeof path, "%s/bench-XXXXXX", directory);
  file = mkstemp(path);
  return file < 0 || (locked && flock(file, LOCK_EX | LOCK_NB)) || unlink(path) || close(file);
}

int main(int count, char **words) {
  double nanos[RUNS];
  if (count != 3) return 1;
  int unnamed = !strcmp(words[2], "unnamed"), locked = !strcmp(words[2], "locked");
  for (int run = 0; run < RUNS; run++) {
    double start = now(), end;
    long files = 0;
    do {
      for (int i = 0; i < 100; i++, files++) {
        if (make(words[1], unnamed, locked)) return perror(words[1]), 1;
      }
      end = now();
    } while (end - start < 2e8);
    nanos[run] = (end - start) / files;
  }
  qsort(nanos, RUNS, sizeof *nanos, by_value);
  printf("%f\n", (nanos[RUNS / 2 - 1] + nanos[RUNS / 2]) / 2);
  return 0;
}

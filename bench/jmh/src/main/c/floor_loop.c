// SPDX-License-Identifier: Apache-2.0
// Makes the system calls of one benchmark for about two seconds: a lower bound for any program. Files get 4 KiB. Prints the
// nanoseconds for each, the median of ten runs.
// usage: floor_loop DIRECTORY mkstemp|locked|named|unnamed|mkdtemp|directory|echo64|echo64K|connect
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 10, LARGE = 64 * 1024, FILE_SIZE = 4096 };

static char path[100], buffer[LARGE], echoed[LARGE];
static int client, server;
static size_t size;
static struct sockaddr_un address = {.sun_family = AF_UNIX};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static int by_value(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return difference < 0 ? -1 : difference > 0;
}

/* A benchmark; 0 if it succeeded. */
typedef int work(void);

static int named(int locked) {
  char name[120];
  snprintf(name, sizeof name, "%s/bench-XXXXXX", path);
  int file = mkstemp(name);
  return file < 0 || (locked && flock(file, LOCK_EX | LOCK_NB)) || write(file, buffer, FILE_SIZE) < 0 || unlink(name) ||
         close(file);
}

static int mkstemp_and_unlink(void) { return named(0); }
static int mkstemp_and_flock(void) { return named(1); }

static int open_parent(void) {
  struct stat stat;
  int parent = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  return parent < 0 || fstat(parent, &stat) ? -1 : parent;
}

/* A name of the same length as those of the library. */
static void next_name(char *name, size_t length) {
  static unsigned long last;
  snprintf(name, length, "bench-%020lx", ++last);
}

/* The calls of TemporaryFile. */
static int verified_named(void) {
  char name[40];
  struct stat stat;
  int parent = open_parent(), file;
  next_name(name, sizeof name);
  file = openat(parent, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC, 0600);
  return file < 0 || flock(file, LOCK_EX | LOCK_NB) || fstat(file, &stat) || pwrite(file, buffer, FILE_SIZE, 0) < 0 ||
         unlinkat(parent, name, 0) || close(file) || close(parent);
}

/* The calls of TemporaryDirectory. */
static int verified_directory(void) {
  char name[40];
  struct stat stat;
  int parent = open_parent(), made;
  next_name(name, sizeof name);
  if (parent < 0 || mkdirat(parent, name, 0700)) return 1;
  made = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | O_NOATIME | O_CLOEXEC);
  return made < 0 || flock(made, LOCK_SH) || fstat(made, &stat) || unlinkat(parent, name, AT_REMOVEDIR) || close(made) ||
         close(parent);
}

static int unnamed(void) {
  int file = open(path, O_RDWR | O_TMPFILE | O_EXCL | O_CLOEXEC, 0600);
  return file < 0 || write(file, buffer, FILE_SIZE) < 0 || close(file);
}

static int directory(void) {
  char name[120];
  snprintf(name, sizeof name, "%s/bench-XXXXXX", path);
  return !mkdtemp(name) || rmdir(name);
}

static int transfer(int socket, char *bytes, int reads) {
  for (size_t done = 0; done < size;) {
    ssize_t more = reads ? recv(socket, bytes + done, size - done, 0) : send(socket, bytes + done, size - done, MSG_NOSIGNAL);
    if (more <= 0) return 1;
    done += more;
  }
  return 0;
}

static void *echo_server(void *nothing) {
  while (!transfer(server, echoed, 1) && !transfer(server, echoed, 0)) {
  }
  return nothing;
}

static int echo(void) { return transfer(client, buffer, 0) || transfer(client, buffer, 1); }

static void *closing_server(void *nothing) {
  int accepted;
  while ((accepted = accept4(server, NULL, NULL, SOCK_CLOEXEC)) >= 0) close(accepted);
  return nothing;
}

static int connect_and_close(void) {
  int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return s < 0 || connect(s, (struct sockaddr *)&address, sizeof address) || read(s, buffer, 1) != 0 || close(s);
}

static work *start_echo(size_t bytes) {
  int ends[2];
  pthread_t thread;
  size = bytes;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) return NULL;
  client = ends[0];
  server = ends[1];
  return pthread_create(&thread, NULL, echo_server, NULL) ? NULL : echo;
}

static work *start_connect(void) {
  pthread_t thread;
  snprintf(address.sun_path, sizeof address.sun_path, "%s/c", path);
  server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 1024)) return NULL;
  return pthread_create(&thread, NULL, closing_server, NULL) ? NULL : connect_and_close;
}

static work *start(const char *name) {
  if (!strcmp(name, "mkstemp")) return mkstemp_and_unlink;
  if (!strcmp(name, "locked")) return mkstemp_and_flock;
  if (!strcmp(name, "unnamed")) return unnamed;
  if (!strcmp(name, "named")) return verified_named;
  if (!strcmp(name, "mkdtemp")) return directory;
  if (!strcmp(name, "directory")) return verified_directory;
  if (!strcmp(name, "echo64")) return start_echo(64);
  if (!strcmp(name, "echo64K")) return start_echo(LARGE);
  return strcmp(name, "connect") ? NULL : start_connect();
}

int main(int count, char **words) {
  double nanos[RUNS];
  if (count != 3) return 1;
  snprintf(path, sizeof path, "%s", words[1]);
  work *measured = start(words[2]);
  if (!measured) return perror(words[2]), 1;
  for (int run = 0; run < RUNS; run++) {
    double begin = now(), end;
    long times = 0;
    do {
      for (int i = 0; i < 100; i++, times++) {
        if (measured()) return perror(words[2]), 1;
      }
      end = now();
    } while (end - begin < 2e8);
    nanos[run] = (end - begin) / times;
  }
  if (*address.sun_path) unlink(address.sun_path);
  qsort(nanos, RUNS, sizeof *nanos, by_value);
  printf("%f\n", (nanos[RUNS / 2 - 1] + nanos[RUNS / 2]) / 2);
  return 0;
}

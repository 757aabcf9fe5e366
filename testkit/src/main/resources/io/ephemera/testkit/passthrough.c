// SPDX-License-Identifier: Apache-2.0
//
// A FUSE file system that passes every request on to a directory, but lacks what its arguments name, as some network
// file systems do. It has no O_TMPFILE, and a removed file that is open gets a hidden name. Ends, and unmounts, when its
// standard input ends.
//
//   passthrough BACKING POINT [SWITCH=VALUE...]
//
// flock=ERRNO, flock=nfs   refused; or as NFS has it: an exclusive lock needs a file that is open for writing
// chmod=ERRNO, chmod=ignore
// link=ERRNO, mknod=ERRNO, rename=ERRNO (renames with flags only), write=ERRNO
// statfs=zero, statfs=huge no sizes; more bytes than a signed number holds in blocks of 1 MiB
// mode=OCTAL, owner=UID    what every entry shows, as CIFS does it
// unseen=NAME              no entry of this name can be looked at: EIO
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char *backing, *point;
static char **switches;

static const char *value(const char *name) {
  size_t length = strlen(name);
  for (char **at = switches; *at; at++)
    if (!strncmp(*at, name, length) && (*at)[length] == '=') return *at + length + 1;
  return NULL;
}

static int is(const char *name, const char *expected) {
  const char *given = value(name);
  return given && !strcmp(given, expected);
}

// The refusal that a switch names as a negative errno, or 0.
static int refusal(const char *name) {
  static const struct { const char *name; int number; } known[] = {
      {"EPERM", EPERM},   {"EIO", EIO},       {"EACCES", EACCES}, {"EINVAL", EINVAL},         {"ENOSYS", ENOSYS},
      {"ENOLCK", ENOLCK}, {"EDQUOT", EDQUOT}, {"ENOSPC", ENOSPC}, {"EOPNOTSUPP", EOPNOTSUPP}, {"EROFS", EROFS}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (is(name, known[i].name)) return -known[i].number;
  return 0;
}

// A file that is open but has no name any more has no path.
static const char *below(char *into, const char *path) {
  snprintf(into, PATH_MAX, "%s%s", backing, path ? path : "/removed");
  return into;
}
#define REAL(path) below((char[PATH_MAX]){0}, path)

static int result(int returned) { return returned < 0 ? -errno : 0; }

static int owned(int returned, const char *path) {
  if (returned < 0) return -errno;
  struct fuse_context *caller = fuse_get_context();
  return result(lchown(REAL(path), caller->uid, caller->gid));
}

static int pass_getattr(const char *path, struct stat *into, struct fuse_file_info *open) {
  if (path && value("unseen") && !strcmp(strrchr(path, '/') + 1, value("unseen"))) return -EIO;
  if ((open ? fstat(open->fh, into) : lstat(REAL(path), into)) < 0) return -errno;
  if (value("mode")) into->st_mode = (into->st_mode & S_IFMT) | strtol(value("mode"), NULL, 8);
  if (value("owner")) into->st_uid = into->st_gid = atoi(value("owner"));
  return 0;
}

static int pass_readlink(const char *path, char *into, size_t size) {
  ssize_t length = readlink(REAL(path), into, size - 1);
  if (length < 0) return -errno;
  into[length] = 0;
  return 0;
}

static int pass_mknod(const char *path, mode_t mode, dev_t device) {
  return refusal("mknod") ? refusal("mknod") : owned(mknod(REAL(path), mode, device), path);
}
static int pass_mkdir(const char *path, mode_t mode) { return owned(mkdir(REAL(path), mode), path); }
static int pass_symlink(const char *text, const char *path) { return owned(symlink(text, REAL(path)), path); }
static int pass_unlink(const char *path) { return result(unlink(REAL(path))); }
static int pass_rmdir(const char *path) { return result(rmdir(REAL(path))); }
static int pass_link(const char *from, const char *to) {
  return refusal("link") ? refusal("link") : result(link(REAL(from), REAL(to)));
}
static int pass_rename(const char *from, const char *to, unsigned flags) {
  if (flags && refusal("rename")) return refusal("rename");
  return result(renameat2(AT_FDCWD, REAL(from), AT_FDCWD, REAL(to), flags));
}
static int pass_chmod(const char *path, mode_t mode, struct fuse_file_info *open) {
  if (refusal("chmod") || is("chmod", "ignore")) return refusal("chmod");
  return result(open ? fchmod(open->fh, mode) : chmod(REAL(path), mode));
}
static int pass_chown(const char *path, uid_t uid, gid_t gid, struct fuse_file_info *open) {
  return result(open ? fchown(open->fh, uid, gid) : lchown(REAL(path), uid, gid));
}
static int pass_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *open) {
  return result(open ? futimens(open->fh, times) : utimensat(AT_FDCWD, REAL(path), times, AT_SYMLINK_NOFOLLOW));
}
static int pass_truncate(const char *path, off_t size, struct fuse_file_info *open) {
  return result(open ? ftruncate(open->fh, size) : truncate(REAL(path), size));
}

static int opened(int file, struct fuse_file_info *open) {
  if (file < 0) return -errno;
  open->fh = file;
  return 0;
}
static int pass_open(const char *path, struct fuse_file_info *open_) {
  return opened(open(REAL(path), open_->flags & ~O_NOFOLLOW), open_);
}
static int pass_create(const char *path, mode_t mode, struct fuse_file_info *open_) {
  int refused = opened(open(REAL(path), open_->flags, mode), open_);
  return refused ? refused : owned(0, path);
}
static int pass_read(const char *path, char *into, size_t size, off_t from, struct fuse_file_info *open) {
  ssize_t length = pread(open->fh, into, size, from);
  return length < 0 ? -errno : (int)length;
}
static int pass_write(const char *path, const char *text, size_t size, off_t to, struct fuse_file_info *open) {
  if (refusal("write")) return refusal("write");
  ssize_t length = pwrite(open->fh, text, size, to);
  return length < 0 ? -errno : (int)length;
}
static int pass_fsync(const char *path, int data, struct fuse_file_info *open) { return result(fsync(open->fh)); }
static int pass_release(const char *path, struct fuse_file_info *open) { return result(close(open->fh)); }

static int pass_statfs(const char *path, struct statvfs *into) {
  if (statvfs(REAL(path), into) < 0) return -errno;
  if (is("statfs", "zero")) *into = (struct statvfs){.f_bsize = 512, .f_namemax = 255};
  if (is("statfs", "huge")) {
    into->f_bsize = into->f_frsize = 1 << 20;
    into->f_blocks = into->f_bfree = into->f_bavail = 1ULL << 43;
  }
  return 0;
}

static int pass_flock(const char *path, struct fuse_file_info *open, int operation) {
  if (refusal("flock")) return refusal("flock");
  int access = fcntl(open->fh, F_GETFL) & O_ACCMODE;
  if (is("flock", "nfs") && (operation & LOCK_EX) && access == O_RDONLY) return -EBADF;
  return result(flock(open->fh, operation));
}

static int pass_readdir(const char *path, void *into, fuse_fill_dir_t add, off_t from, struct fuse_file_info *open,
                        enum fuse_readdir_flags flags) {
  DIR *entries = opendir(REAL(path));
  if (!entries) return -errno;
  for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
    struct stat known = {.st_ino = entry->d_ino, .st_mode = entry->d_type << 12};
    add(into, entry->d_name, &known, 0, 0);
  }
  return result(closedir(entries));
}

static void *pass_init(struct fuse_conn_info *connection, struct fuse_config *config) {
  config->use_ino = 1;
  config->attr_timeout = config->entry_timeout = config->negative_timeout = 0;
  if (value("flock"))
    connection->want |= FUSE_CAP_FLOCK_LOCKS;
  else
    connection->want &= ~FUSE_CAP_FLOCK_LOCKS;
  return NULL;
}

static void *wait_for_end(void *ignored) {
  char byte;
  while (read(0, &byte, 1) > 0) continue;
  umount2(point, MNT_DETACH);
  _exit(0);
}

int main(int count, char **words) {
  if (count < 3) return 64;
  backing = words[1], point = words[2], switches = words + 3;
  struct fuse_operations operations = {
      .init = pass_init,         .getattr = pass_getattr, .readlink = pass_readlink, .mknod = pass_mknod,
      .mkdir = pass_mkdir,       .unlink = pass_unlink,   .rmdir = pass_rmdir,       .symlink = pass_symlink,
      .rename = pass_rename,     .link = pass_link,       .chmod = pass_chmod,       .chown = pass_chown,
      .truncate = pass_truncate, .create = pass_create,   .open = pass_open,         .read = pass_read,
      .write = pass_write,       .release = pass_release, .fsync = pass_fsync,       .statfs = pass_statfs,
      .readdir = pass_readdir,   .utimens = pass_utimens, .flock = value("flock") ? pass_flock : NULL};
  char *options[] = {words[0], "-o", "allow_other,default_permissions", NULL};
  struct fuse_args arguments = FUSE_ARGS_INIT(3, options);
  umask(0);
  struct fuse *file_system = fuse_new(&arguments, &operations, sizeof operations, NULL);
  if (!file_system || fuse_mount(file_system, point) != 0) return 1;
  pthread_t watcher;
  if (pthread_create(&watcher, NULL, wait_for_end, NULL) != 0) return 1;
  puts("ready");
  fflush(stdout);
  return fuse_loop_mt(file_system, 0);
}

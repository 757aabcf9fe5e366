// SPDX-License-Identifier: Apache-2.0
// The headers in which the numbers of this room are looked up. What cannot be included together has a file of its own here.
#define _GNU_SOURCE
#include <asm/ioctls.h>
#include <asm/unistd.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/btrfs.h>
#include <linux/btrfs_tree.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/keyctl.h>
#include <linux/magic.h>
#include <linux/memfd.h>
#include <linux/mount.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/openat2.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <linux/version.h>
#include <linux/xattr.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __x86_64__
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_X86_64
#define AUDIT_ARCH_COMPAT AUDIT_ARCH_I386
#else
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_AARCH64
#define AUDIT_ARCH_COMPAT AUDIT_ARCH_ARM
#endif

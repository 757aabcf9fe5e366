// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

/**
 * Numbers of the kernel's interface that differ between architectures: x86_64 ({@code
 * arch/x86/entry/syscalls/syscall_64.tbl}) and aarch64 ({@code include/uapi/asm-generic/unistd.h}).
 * All others are in {@link Constants}.
 */
final class Abi {
  static final boolean X86_64 = isX86();

  static final int READ = pick(0, 63);
  static final int WRITE = pick(1, 64);
  static final int CLOSE = pick(3, 57);
  static final int PREAD64 = pick(17, 67);
  static final int PWRITE64 = pick(18, 68);
  static final int LSEEK = pick(8, 62);
  static final int IOCTL = pick(16, 29);
  static final int SOCKET = pick(41, 198);
  static final int CONNECT = pick(42, 203);
  static final int SENDTO = pick(44, 206);
  static final int RECVFROM = pick(45, 207);
  static final int SHUTDOWN = pick(48, 210);
  static final int BIND = pick(49, 200);
  static final int LISTEN = pick(50, 201);
  static final int GETSOCKNAME = pick(51, 204);
  static final int SETSOCKOPT = pick(54, 208);
  static final int GETSOCKOPT = pick(55, 209);
  static final int DUP3 = pick(292, 24);
  static final int EPOLL_CTL = pick(233, 21);
  static final int EPOLL_PWAIT = pick(281, 22);
  static final int EPOLL_CREATE1 = pick(291, 20);
  static final int PPOLL = pick(271, 73);
  static final int ACCEPT4 = pick(288, 242);
  static final int KILL = pick(62, 129);
  static final int WAIT4 = pick(61, 260);
  static final int WAITID = pick(247, 95);
  static final int EXIT_GROUP = pick(231, 94);
  static final int EXECVE = pick(59, 221);
  static final int SETSID = pick(112, 157);
  static final int RT_SIGPROCMASK = pick(14, 135);
  static final int UMASK = pick(95, 166);
  static final int PRCTL = pick(157, 167);
  static final int SECCOMP = pick(317, 277);
  static final int KEYCTL = pick(250, 219);
  static final int RT_SIGACTION = pick(13, 134);
  static final int CLOSE_RANGE = 436;
  static final int FCNTL = pick(72, 25);
  static final int FLOCK = pick(73, 32);
  static final int FSYNC = pick(74, 82);
  static final int FTRUNCATE = pick(77, 46);
  static final int FCHDIR = pick(81, 50);
  static final int GETPID = pick(39, 172);
  static final int GETUID = pick(102, 174);
  static final int GETEUID = pick(107, 175);
  static final int GETEGID = pick(108, 177);
  static final int FSTATFS = pick(138, 44);
  static final int CAPGET = pick(125, 90);
  static final int CAPSET = pick(126, 91);
  static final int GETGROUPS = pick(115, 158);
  static final int SETGROUPS = pick(116, 159);
  static final int SETRESUID = pick(117, 147);
  static final int GETRESUID = pick(118, 148);
  static final int SETRESGID = pick(119, 149);
  static final int GETRESGID = pick(120, 150);
  static final int SETFSUID = pick(122, 151);
  static final int SETFSGID = pick(123, 152);
  static final int MOUNT = pick(165, 40);
  static final int UMOUNT2 = pick(166, 39);
  static final int SETXATTR = pick(188, 5);
  static final int GETXATTR = pick(191, 8);
  static final int LISTXATTR = pick(194, 11);
  static final int REMOVEXATTR = pick(197, 14);
  static final int GETDENTS64 = pick(217, 61);
  static final int OPENAT = pick(257, 56);
  static final int MKDIRAT = pick(258, 34);
  static final int MKNODAT = pick(259, 33);
  static final int FCHOWNAT = pick(260, 54);
  static final int UNLINKAT = pick(263, 35);
  static final int RENAMEAT = pick(264, 38);
  static final int LINKAT = pick(265, 37);
  static final int SYMLINKAT = pick(266, 36);
  static final int READLINKAT = pick(267, 78);
  static final int FCHMODAT = pick(268, 53);
  static final int UNSHARE = pick(272, 97);
  static final int UTIMENSAT = pick(280, 88);
  static final int PIPE2 = pick(293, 59);
  static final int PRLIMIT64 = pick(302, 261);
  static final int SETPRIORITY = pick(141, 140);
  static final int RENAMEAT2 = pick(316, 276);
  static final int SETNS = pick(308, 268);
  static final int GETRANDOM = pick(318, 278);
  static final int MEMFD_CREATE = pick(319, 279);
  static final int STATX = pick(332, 291);
  static final int OPEN_TREE = 428;
  static final int MOVE_MOUNT = 429;
  static final int FSOPEN = 430;
  static final int FSCONFIG = 431;
  static final int FSMOUNT = 432;
  static final int PIDFD_SEND_SIGNAL = 424;
  static final int PIDFD_OPEN = 434;
  static final int OPENAT2 = 437;
  static final int MOUNT_SETATTR = 442;
  static final int FCHMODAT2 = 452;
  static final int LISTMOUNT = 458;

  private Abi() {}

  static int pick(int x86, int arm) {
    return X86_64 ? x86 : arm;
  }

  private static boolean isX86() {
    String arch = System.getProperty("os.arch");
    if (arch.equals("amd64") || arch.equals("x86_64")) {
      return true;
    }
    if (arch.equals("aarch64")) {
      return false;
    }
    throw new UnsupportedOperationException(
        "Ephemera supports Linux on x86_64 and aarch64, not on " + arch);
  }
}

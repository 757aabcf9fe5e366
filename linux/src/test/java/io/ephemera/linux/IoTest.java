// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IoTest extends LinuxTestCase {
  private static final int FS_NODUMP_FL = 0x40;
  private static final int FS_IMMUTABLE_FL = 0x10;

  @Test
  void contentIsWrittenReadTruncatedAndSynced() {
    try (Fd file = open("f", RW)) {
      assertThat(Io.write(file, bytes("..abcdef.."), 2, 6)).isEqualTo(6);
      assertThat(Io.lseek(file, 1, Constants.SEEK_SET)).isEqualTo(1);
      byte[] read = bytes("----------");
      assertThat(Io.read(file, read, 3, 4)).isEqualTo(4);
      assertThat(read).isEqualTo(bytes("---bcde---"));
      assertThat(Io.read(file, read, 0, 10)).isEqualTo(1);
      assertThat(Io.read(file, read, 0, 10)).isZero();
      assertThat(Io.ftruncate(file, 2)).isZero();
      assertThat(Io.fsync(file)).isZero();
    }
    assertThat(Tree.describe(folder.path())).isEqualTo("f 0600 \"ab\"\n");
  }

  @Test
  void oneCallMovesAtMost64KiB() throws IOException {
    byte[] big = new byte[100_000];
    big[65_535] = 1;
    big[65_536] = 2;
    try (Fd file = open("f", RW)) {
      assertThat(Io.write(file, big, 0, big.length)).isEqualTo(65_536);
      assertThat(Io.write(file, big, 65_536, big.length - 65_536)).isEqualTo(100_000 - 65_536);
      assertThat(Io.lseek(file, 0, Constants.SEEK_SET)).isZero();
      assertThat(Io.read(file, new byte[100_000], 0, 100_000)).isEqualTo(65_536);
    }
    assertThat(Files.readAllBytes(path("f"))).isEqualTo(big);
  }

  @Test
  void failuresAreMinusErrno() {
    try (Fd readOnly = open("f", Constants.O_RDONLY | Constants.O_CREAT);
        Fd held = open("f", Constants.O_PATH)) {
      assertThat(Io.write(readOnly, bytes("x"), 0, 1)).isEqualTo(-EBADF);
      assertThat(Io.ftruncate(readOnly, 0)).isEqualTo(-EINVAL);
      assertThat(Io.lseek(readOnly, -1, Constants.SEEK_SET)).isEqualTo(-EINVAL);
      assertThat(Io.getdents64(readOnly, new byte[1000])).isEqualTo(-ENOTDIR);
      assertThat(Io.read(dir, new byte[1], 0, 1)).isEqualTo(-EISDIR);
      assertThat(Io.read(held, new byte[1], 0, 1)).isEqualTo(-EBADF);
      assertThat(Io.flock(held, Constants.LOCK_EX)).isEqualTo(-EBADF);
      assertThat(Io.flock(readOnly, 0)).isEqualTo(-EINVAL);
      assertThat(Io.fsync(held)).isEqualTo(-EBADF);
      assertThat(Io.getFlags(held)).isEqualTo(-EBADF);
      assertThat(Io.fileSystemType(new Fd(-1))).isEqualTo(-EBADF);
    }
  }

  @Test
  void aFileLargerThanItsFileSystemCanHaveIsRefused() {
    assumeTrue(Io.fileSystemType(dir) != Constants.TMPFS_MAGIC, "tmpfs has files of any size");
    try (Fd file = open("f", RW)) {
      assertThat(Io.ftruncate(file, Long.MAX_VALUE)).isEqualTo(-EFBIG);
    }
  }

  @Test
  void aLockedByteIsSeenThroughOtherDescriptorsUntilItsOwnIsClosed() {
    long far = Long.MAX_VALUE - 1;
    try (Fd one = open("f", RW)) {
      try (Fd two = open("f", RW)) {
        assertThat(Io.lockByte(two, far, Constants.F_WRLCK)).isZero();
        assertThat(Io.isByteLocked(one, far)).isEqualTo(1);
        assertThat(Io.isByteLocked(one, far - 1)).isZero();
        assertThat(Io.isByteLocked(two, far)).isZero();
        assertThat(Io.lockByte(one, far, Constants.F_WRLCK)).isEqualTo(-EAGAIN);
        assertThat(Io.lockByte(one, 0, Constants.F_WRLCK)).isZero();
      }
      assertThat(Io.isByteLocked(one, far)).isZero();
    }
    try (Fd readOnly = open("f", Constants.O_RDONLY)) {
      assertThat(Io.lockByte(readOnly, 0, Constants.F_WRLCK)).isEqualTo(-EBADF);
      assertThat(Io.lockByte(readOnly, 0, Constants.F_RDLCK)).isZero();
      assertThat(Io.lockByte(dir, 0, Constants.F_RDLCK)).isZero();
    }
    try (Fd held = open("f", Constants.O_PATH)) {
      assertThat(Io.lockByte(held, 0, Constants.F_WRLCK)).isEqualTo(-EBADF);
    }
  }

  @Test
  void aLockExcludesOtherDescriptorsUntilItIsClosed() {
    int tried = Constants.LOCK_EX | Constants.LOCK_NB;
    try (Fd one = open("f", RW)) {
      try (Fd two = open("f", RW)) {
        assertThat(Io.flock(one, Constants.LOCK_SH)).isZero();
        assertThat(Io.flock(two, Constants.LOCK_SH)).isZero();
        assertThat(Io.flock(two, tried)).isEqualTo(-EAGAIN);
        assertThat(Io.flock(one, Constants.LOCK_UN)).isZero();
        assertThat(Io.flock(two, tried)).isZero();
        assertThat(Io.flock(one, tried)).isEqualTo(-EAGAIN);
      }
      assertThat(Io.flock(one, tried)).isZero();
    }
  }

  @Test
  void aDirectoryIsReadInBatches() {
    Tree.build("a\nb/\nc => x\n\\xff\n", folder.path());
    TreeSet<String> names = new TreeSet<>();
    byte[] batch = new byte[64];
    int length;
    int calls = 0;
    while ((length = ok(Io.getdents64(dir, batch))) > 0) {
      calls++;
      for (int at = 0; at < length; at += batch[at + 16] & 0xff) {
        int end = at + 19;
        while (batch[end] != 0) {
          end++;
        }
        byte[] name = java.util.Arrays.copyOfRange(batch, at + 19, end);
        names.add(new String(name, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(names).containsExactly(".", "..", "a", "b", "c", "\u00ff");
    assertThat(calls).isGreaterThan(1);
    assertThat(Io.getdents64(dir, new byte[10])).isZero();
    assertThat(Io.lseek(dir, 0, Constants.SEEK_SET)).isZero();
    assertThat(Io.getdents64(dir, new byte[10])).isEqualTo(-EINVAL);
  }

  @Test
  void fileAttributesAreReadAndSet() {
    try (Fd file = open("f", RW)) {
      long before = Io.getFlags(file);
      assumeTrue(before != -ENOTTY && before != -EOPNOTSUPP, "this file system has no attributes");
      assertThat(before).isNotNegative();
      assertThat(Io.setFlags(file, (int) before | FS_NODUMP_FL)).isZero();
      assertThat(Io.getFlags(file)).isEqualTo(before | FS_NODUMP_FL);
      assertThat(Io.setFlags(file, (int) before)).isZero();
      assertThat(Io.getFlags(file)).isEqualTo(before);
    }
  }

  @Test
  void ioctlPassesAStructureInBothDirections() {
    try (Fd file = open("f", RW)) {
      long flags = Io.getFlags(file);
      assumeTrue(flags >= 0, "this file system has no attributes");
      ByteBuffer structure = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
      structure.putInt(0, (int) flags | FS_NODUMP_FL);
      assertThat(Io.ioctl(file, Constants.FS_IOC_SETFLAGS, structure)).isZero();
      structure.putInt(0, -1);
      assertThat(Io.ioctl(file, Constants.FS_IOC_GETFLAGS, structure)).isZero();
      assertThat(structure.getInt(0)).isEqualTo((int) flags | FS_NODUMP_FL);
      assertThat(Io.ioctl(file, Constants.BTRFS_IOC_TREE_SEARCH, ByteBuffer.allocate(4096)))
          .isNegative();
    }
  }

  @Test
  void anImmutableFileCannotBeRemoved() {
    assumeTrue(TestUser.isRoot(), "needs root");
    try (Fd file = open("f", RW)) {
      long before = Io.getFlags(file);
      assumeTrue(before >= 0, "this file system has no attributes");
      assertThat(Io.setFlags(file, (int) before | FS_IMMUTABLE_FL)).isZero();
      int refused = At.unlinkat(dir, bytes("f"), 0);
      assertThat(Io.setFlags(file, (int) before)).isZero();
      assertThat(refused).isEqualTo(-EPERM);
      assertThat(At.unlinkat(dir, bytes("f"), 0)).isZero();
    }
  }

  @Test
  void theFileSystemHasItsMagicNumber() {
    try (Fd proc = new Fd(ok(At.openat(Fd.CWD, bytes("/proc"), Constants.O_PATH, 0)))) {
      assertThat(Io.fileSystemType(proc)).isEqualTo(0x9fa0);
    }
  }
}

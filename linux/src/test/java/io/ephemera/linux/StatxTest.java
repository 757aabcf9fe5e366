// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares each field of struct statx with what Java reports. */
class StatxTest extends LinuxTestCase {
  private static final int ALL = Constants.STATX_BASIC_STATS | Constants.STATX_BTIME;

  private Statx statx(String name, int flags) {
    Statx stat = new Statx();
    assertThat(At.statx(dir, bytes(name), flags, ALL | Constants.STATX_MNT_ID, stat)).isZero();
    return stat;
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "f", "l", "p", "big"})
  void everyFieldIsRead(String name) throws IOException {
    Tree.build("d/ 1770\nd/sub/\nf 4711 @10d \"x\"\ng == f\nl => f\np| 0600\nbig\n", folder.path());
    Files.write(path("big"), new byte[100_000]);
    Map<String, Object> java =
        Files.readAttributes(path(name), "unix:*", LinkOption.NOFOLLOW_LINKS);

    Statx stat = statx(name, Constants.AT_SYMLINK_NOFOLLOW);

    assertThat(stat.mask() & ALL).isEqualTo(ALL);
    assertThat(stat.ino()).isEqualTo(java.get("ino"));
    assertThat(stat.nlink()).isEqualTo(java.get("nlink"));
    assertThat(stat.uid()).isEqualTo(java.get("uid"));
    assertThat(stat.gid()).isEqualTo(java.get("gid"));
    assertThat(stat.mode()).isEqualTo(java.get("mode"));
    assertThat(stat.size()).isEqualTo(java.get("size"));
    assertThat(device(stat.devMajor(), stat.devMinor())).isEqualTo(java.get("dev"));
    assertThat(time(stat.mtimeSeconds(), stat.mtimeNanos()))
        .isEqualTo(java.get("lastModifiedTime"));
    assertThat(time(stat.atimeSeconds(), stat.atimeNanos())).isEqualTo(java.get("lastAccessTime"));
    assertThat(time(stat.ctimeSeconds(), stat.ctimeNanos())).isEqualTo(java.get("ctime"));
    assertThat(time(stat.btimeSeconds(), stat.btimeNanos())).isEqualTo(java.get("creationTime"));
  }

  private static long device(int major, int minor) {
    return (minor & 0xffL) | ((major & 0xfffL) << 8) | ((minor & ~0xffL) << 12);
  }

  private static FileTime time(long seconds, int nanos) {
    return FileTime.from(Instant.ofEpochSecond(seconds, nanos));
  }

  @Test
  void blocksAreThoseOfTheFile() throws IOException {
    Files.write(path("big"), new byte[100_000]);
    assertThat(statx("big", 0).blocks()).isBetween(100_000L / 512, 200_000L / 512);
  }

  @Test
  void deviceNumbersAreReadFromTheirFields() {
    Statx stat = new Statx();
    assertThat(At.statx(Fd.CWD, bytes("/dev/zero"), 0, ALL, stat)).isZero();
    assertThat(stat.rdevMajor()).isEqualTo(1);
    assertThat(stat.rdevMinor()).isEqualTo(5);
  }

  @Test
  void theMountIdIsTheOneInProc() throws IOException {
    assertThat(Path.of("/proc/self/fdinfo/" + dir.number()))
        .content()
        .containsPattern("mnt_id:\\s+" + statx(".", 0).mountId() + "\n");
  }

  @Test
  void aMountPointIsRecognised() {
    Statx proc = new Statx();
    assertThat(At.statx(Fd.CWD, bytes("/proc"), 0, ALL, proc)).isZero();
    Statx plain = statx(".", 0);
    for (Statx stat : new Statx[] {proc, plain}) {
      assertThat(stat.attributesMask() & Constants.STATX_ATTR_MOUNT_ROOT).isNotZero();
    }
    assertThat(proc.attributes() & Constants.STATX_ATTR_MOUNT_ROOT).isNotZero();
    assertThat(plain.attributes() & Constants.STATX_ATTR_MOUNT_ROOT).isZero();
  }

  @Test
  void timesAreSetToTheNanosecondAndMayBeOmitted() {
    Tree.build("f\nl => f\n", folder.path());
    assertThat(At.utimensat(dir, bytes("f"), -5, 7, 4_000_000_000L, 999_999_999, 0)).isZero();
    try (Fd held = open("f", Constants.O_PATH)) {
      long omit = Constants.UTIME_OMIT;
      int flags = Constants.AT_EMPTY_PATH;
      assertThat(At.utimensat(held, ITSELF, 0, omit, 1234, 5678, flags)).isZero();
      Statx stat = statx("f", 0);
      assertThat(stat.atimeSeconds()).isEqualTo(-5);
      assertThat(stat.atimeNanos()).isEqualTo(7);
      assertThat(stat.mtimeSeconds()).isEqualTo(1234);
      assertThat(stat.mtimeNanos()).isEqualTo(5678);
    }
  }

  @Test
  void linksAreFollowedOnlyIfAsked() {
    Tree.build("f\nl => f\n", folder.path());
    assertThat(statx("l", 0).ino()).isEqualTo(statx("f", 0).ino());
    assertThat(statx("l", Constants.AT_SYMLINK_NOFOLLOW).mode() & Constants.S_IFMT)
        .isEqualTo(Constants.S_IFLNK);
  }
}

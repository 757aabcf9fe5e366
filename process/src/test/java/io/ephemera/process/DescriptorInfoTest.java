// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Files of proc_pid_fdinfo(5). */
class DescriptorInfoTest {
  @Test
  void flagsAreOctalAndNumbersDecimal() {
    DescriptorInfo info =
        DescriptorInfo.parse(
            """
            pos:\t0
            flags:\t0100002
            mnt_id:\t29
            ino:\t18446744073709551615
            lock:\t1: FLOCK  ADVISORY  WRITE 359 00:13:11691 0 EOF
            lock:\t2: -> FLOCK  ADVISORY  WRITE 359 00:13:11691 0 EOF
            """);
    assertThat(info.flags()).isEqualTo(0100002);
    assertThat(info.mount()).isEqualTo(29);
    assertThat(info.inode()).isEqualTo(-1);
    assertThat(info.locks()).hasSize(1).first().extracting(KernelLock::inode).isEqualTo(11691L);
    assertThat(info.watches()).isEmpty();
  }

  @Test
  void watchesAreHexadecimalWithTheKernelsDeviceNumber() {
    DescriptorInfo info =
        DescriptorInfo.parse(
            """
            pos:\t0
            inotify wd:3 ino:9e7e sdev:800013 mask:800afce ignored_mask:0 fhandle-bytes:8
            inotify wd:x ino:9e7e
            fanotify flags:10 event-flags:0
            fanotify mnt_id:12 mflags:40 mask:38 ignored_mask:40000003
            fanotify ino:4f969 sdev:800005 mflags:0 mask:3b ignored_mask:40000000
            fanotify sdev:800013 mflags:0 mask:3b ignored_mask:0
            """);
    assertThat(info.watches())
        .containsExactly(
            new DescriptorInfo.Watch(8L << 32 | 0x13, 0x9e7e, false),
            new DescriptorInfo.Watch(8L << 32 | 5, 0x4f969, true),
            new DescriptorInfo.Watch(8L << 32 | 0x13, 0, true));
  }

  @Test
  void whatIsMissingIsNotKnown() {
    DescriptorInfo info = DescriptorInfo.parse("flags:\tx\nmnt_id:\n");
    assertThat(info.mount()).isEqualTo(-1);
    assertThat(info.inode()).isZero();
    assertThat(info.locks()).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The installed tmpfiles.d file keeps cleaners away from the private temporary directories of
 * {@code ephemera run}, but not from their content: the peer and the program do the same.
 */
class PrivateFramesTest {
  private static final String OLD = "2020-01-01T00:00:00Z";

  /** A frame of this boot with old content, one of another boot, and something else that is old. */
  private static final String FRAMES =
      """
      boot=$(tr -d - < /proc/sys/kernel/random/boot_id)
      mount -t tmpfs tmpfs /var/tmp
      for tmp in /tmp /var/tmp; do
        for frame in $boot-app-0011223344556677 00000000000040008000000000000000-app-01; do
          mkdir -m 700 $tmp/ephemera-private-$frame
          mkdir -m 1777 $tmp/ephemera-private-$frame/tmp
          touch -d OLD $tmp/ephemera-private-$frame/tmp/content
          touch -d OLD $tmp/ephemera-private-$frame/tmp $tmp/ephemera-private-$frame
        done
        touch -d OLD $tmp/other
      done
      mkdir -p /tmp/etc
      printf '%s\\n' 'q /tmp 1777 root root mM:1d' 'q /var/tmp 1777 root root mM:1d' > /tmp/etc/tmp.conf
      cp PACKAGED /tmp/etc/ephemera.conf
      """;

  private static PrivateTmp frames() {
    String packaged = PrivateTmp.pathOf(Checkout.file("packaging/tmpfiles.d/ephemera.conf"));
    return PrivateTmp.create(FRAMES.replace("OLD", OLD).replace("PACKAGED", packaged));
  }

  private static String listed(PrivateTmp tmp) {
    String find =
        "cd / && find tmp/ephemera* var/tmp/ephemera* tmp/other var/tmp/other 2>/dev/null"
            + " | sed s/$(tr -d - < /proc/sys/kernel/random/boot_id)/BOOT/ | sort";
    return tmp.run(List.of("sh", "-c", find)).out();
  }

  private static void run(PrivateTmp tmp, String program, String... operations) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(operations));
    command.addAll(List.of("/tmp/etc/tmp.conf", "/tmp/etc/ephemera.conf"));
    Run run = tmp.run(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static List<String> programs() {
    Path peer = Peers.systemdTmpfiles();
    return List.of(PrivateTmp.pathOf(peer), PrivateTmp.PROGRAM);
  }

  @Test
  void theContentIsAgedAndTheFrameStays() {
    for (String program : programs()) {
      try (PrivateTmp tmp = frames()) {
        run(tmp, program, "--clean");
        assertThat(listed(tmp))
            .as(program)
            .isEqualTo(
                """
                tmp/ephemera-private-BOOT-app-0011223344556677
                tmp/ephemera-private-BOOT-app-0011223344556677/tmp
                var/tmp/ephemera-private-BOOT-app-0011223344556677
                var/tmp/ephemera-private-BOOT-app-0011223344556677/tmp
                """);
      }
    }
  }

  @Test
  void framesOfOtherBootsAreRemovedAtBoot() {
    for (String program : programs()) {
      try (PrivateTmp tmp = frames()) {
        run(tmp, program, "--remove");
        assertThat(listed(tmp)).as(program).contains("00000000000040008000000000000000");
        run(tmp, program, "--remove", "--boot");
        assertThat(listed(tmp))
            .as(program)
            .isEqualTo(
                """
                tmp/ephemera-private-BOOT-app-0011223344556677
                tmp/ephemera-private-BOOT-app-0011223344556677/tmp
                tmp/ephemera-private-BOOT-app-0011223344556677/tmp/content
                tmp/other
                var/tmp/ephemera-private-BOOT-app-0011223344556677
                var/tmp/ephemera-private-BOOT-app-0011223344556677/tmp
                var/tmp/ephemera-private-BOOT-app-0011223344556677/tmp/content
                var/tmp/other
                """);
      }
    }
  }
}

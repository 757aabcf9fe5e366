// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prepares the hosts and images of {@link AuditCase}s, and audits them. Needs root. */
final class PreparedHost {
  private static final Pattern FINDING =
      Pattern.compile(
          "\\{\"type\":\"finding\",\"id\":\"([A-Z0-9]+)\",\"severity\":\"([a-z]+)\","
              + "(?:\"path\":\"([^\"]*)\"|\"file\":\"([^\"]*)\",\"line\":([0-9]+))");

  /** What a script cannot prepare: kernel settings are those of the machine. */
  private static final String SKIPPED =
      "--skip=HA104,HA105,HA503,HA601,HA602,HA707,HA801,HA802,HA803,HA804";

  /** The machine's /usr may have an X server, as a host that has this line may. */
  private static final String DISPLAYS =
      "echo 'D! /tmp/.X11-unix 1777 root root' >/etc/tmpfiles.d/x11.conf\n";

  private PreparedHost() {}

  /** Carries out {@code audit --json} where the script of a row was carried out before. */
  static Run audit(AuditCase one) {
    return one.image() ? ofImage(one) : ofHost(one);
  }

  private static String selection(AuditCase one) {
    return one.checks().equals("*") ? SKIPPED : "--only=" + one.checks();
  }

  private static Run ofImage(AuditCase one) {
    try (TestFolder folder = TestFolder.create()) {
      String prepare =
          """
          cd "$1"
          umask 022
          mkdir -m 0755 etc run var usr dev
          mkdir -m 1777 tmp var/tmp dev/shm run/lock
          mkdir -m 0755 run/user etc/tmpfiles.d
          """;
      Run prepared =
          Run.of(
              Map.of("PATH", Checkout.PATH),
              List.of("sh", "-euc", prepare + one.script(), "sh", folder.path().toString()));
      assertThat(prepared.exitCode()).as(prepared.err()).isZero();
      return Checkout.ephemera("audit", "--json", selection(one), "--root=" + folder.path());
    }
  }

  /**
   * In namespaces of mounts and processes, on a root file system that has only the machine's
   * programs; the checkout is at /checkout there.
   */
  private static Run ofHost(AuditCase one) {
    String script =
        """
        checkout=$1 selection=$2
        mount -t tmpfs -o mode=0755 host /mnt
        cd /mnt
        for name in bin sbin lib lib64 usr proc checkout; do
          if [ -h /$name ]; then cp -P /$name .; else mkdir $name; fi
        done
        for name in bin sbin lib lib64 usr proc; do
          if [ -d $name ] && [ ! -h $name ]; then mount --rbind /$name $name 2>/dev/null || :; fi
        done
        mount --bind "$checkout" checkout
        mkdir -p dev/shm etc/tmpfiles.d etc/cron.d root run srv sys tmp var/tmp var/lib old
        for device in null zero urandom; do touch dev/$device; mount --bind /dev/$device dev/$device; done
        cp /etc/passwd /etc/group etc
        for place in tmp var/tmp dev/shm; do mount -t tmpfs -o mode=1777,nosuid,nodev test $place; done
        mount -t tmpfs -o mode=0755,nosuid,nodev test run
        mkdir -m 1777 run/lock && mkdir -m 0755 run/user
        for place in usr/lib/tmpfiles.d usr/lib/systemd/system usr/local; do
          if [ -d $place ]; then mount -t tmpfs -o mode=0755 test $place; fi
        done
        pivot_root . old
        cd /
        umount -l old
        rmdir old
        umask 022
        mkfifo hold # a program that reads it waits for ever
        { %s
        } >&2 </dev/null
        exec checkout/ephemera audit --json "$selection"
        """
            .formatted(one.checks().equals("*") ? DISPLAYS + one.script() : one.script());
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "timeout",
            "--signal=KILL",
            "20",
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc"));
    command.addAll(List.of("sh", "-euc", script, "sh"));
    command.addAll(List.of(Checkout.file("").toString(), selection(one)));
    return Run.of(Map.of("PATH", Checkout.PATH), command);
  }

  /** Severity and path of each finding, and the id where the row has more than one check. */
  static Set<String> findings(Run run, AuditCase one) {
    Set<String> findings = new TreeSet<>();
    Matcher matcher = FINDING.matcher(run.out());
    while (matcher.find()) {
      String file = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
      String line = matcher.group(5) == null ? "" : ":" + matcher.group(5);
      String at = file.substring(Math.max(file.indexOf("/etc/tmpfiles.d"), 0)) + line;
      String id =
          one.checks().contains(",") || one.checks().equals("*") ? matcher.group(1) + " " : "";
      findings.add(id + matcher.group(2) + " " + at);
    }
    assertThat(run.out()).contains("\"type\":\"summary\"");
    return findings;
  }
}

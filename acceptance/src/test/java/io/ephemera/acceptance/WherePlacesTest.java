// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where the program and the library find places, each time in a new process: in a mount namespace
 * with a user 1000, who has an account and a home, a user 1001, and a user 12345 without an
 * account.
 */
class WherePlacesTest {
  private static final String SYSTEM =
      """
      mkdir -p /mnt; mount --rbind "$1" /mnt
      for d in /home /root /run /var/cache /var/lib /var/log; do mount -t tmpfs -o mode=755 tmpfs $d; done
      for d in /tmp /var/tmp; do mount -t tmpfs -o mode=1777,size=32m tmpfs $d; done
      mount -o remount,size=256m /var/tmp
      chmod 700 /root; mkdir -p /home/u /run/user/1000 /run/user/1001
      chown 1000:1000 /home/u /run/user/1000; chown 1001:1001 /run/user/1001; chmod 700 /run/user/*
      printf 'root:x:0:0::/root:/bin/sh\\nu:x:1000:1000::/home/u:/bin/sh\\n' >/run/passwd
      mount --bind /run/passwd /etc/passwd
      as() { u=$1; shift; setpriv --reuid=$u --regid=$u --clear-groups --inh-caps=-all env -i "$@"; }
      """;

  /**
   * name | user | variables | setup | kind | answer | reasons why earlier candidates were rejected,
   * separated by semicolons. R is /run/user, B the directory that is named after the boot.
   */
  private static final String CELLS =
      """
      root                     | 0     | HOME=/root XDG_RUNTIME_DIR=R/1000   |                                  | runtime  | system /run/shop              |
      root after su            | 0     | HOME=/home/u XDG_RUNTIME_DIR=R/1000 | mkdir -m 0777 /run/shop          | runtime  | fallback /root/.cache/B/shop  | is writable by any user (mode 0777); belongs to uid 1000, you are uid 0: the environment leaked through su; belongs to uid 1000, you are uid 0: the environment leaked through su
      cache of root after su   | 0     | HOME=/home/u XDG_CACHE_HOME=/home/u/c | touch /var/cache/shop          | cache    | xdg /root/.cache/shop         | is not a directory but a regular file; belongs to uid 1000, you are uid 0: the environment leaked through su; belongs to uid 1000, you are uid 0: the environment leaked through su
      socket of root           | 0     | HOME=/root                          |                                  | socket   | system /run/shop/shop.socket  |
      cache of root            | 0     | HOME=/root                          |                                  | cache    | system /var/cache/shop        |
      valid                    | 1000  | HOME=/home/u XDG_RUNTIME_DIR=R/1000 |                                  | runtime  | xdg R/1000/shop               |
      lock                     | 1000  | HOME=/home/u XDG_RUNTIME_DIR=R/1000 |                                  | lock     | xdg R/1000/shop/shop.lock     |
      foreign                  | 1000  | HOME=/home/u XDG_RUNTIME_DIR=R/1001 |                                  | runtime  | fallback /home/u/.cache/B/shop | belongs to uid 1001, you are uid 1000: the environment leaked through su
      wrong mode               | 1000  | HOME=/home/u XDG_RUNTIME_DIR=R/1000 | chmod 0755 /run/user/1000        | runtime  | fallback /home/u/.cache/B/shop | has mode 0755 instead of 0700
      symlink                  | 1000  | HOME=/home/u XDG_RUNTIME_DIR=R/l    | ln -s 1000 /run/user/l; chown -h 1000 /run/user/l | runtime | fallback /home/u/.cache/B/shop | is not a directory but a symbolic link
      missing                  | 1000  | HOME=/home/u XDG_RUNTIME_DIR=R/9    |                                  | runtime  | fallback /home/u/.cache/B/shop | does not exist
      unset                    | 1000  | HOME=/home/u                        |                                  | runtime  | fallback /home/u/.cache/B/shop | is not set
      read-only                | 1000  | HOME=/home/u XDG_RUNTIME_DIR=R/1000 | mount -t tmpfs -o ro,mode=700,uid=1000,gid=1000 tmpfs /run/user/1000 | runtime | fallback /home/u/.cache/B/shop | is on a read-only file system
      cache symlink            | 1000  | HOME=/home/u XDG_CACHE_HOME=/home/u/c | mkdir /home/d; chown 1000 /home/d; ln -s /home/d /home/u/c; chown -h 1000 /home/u/c | cache | xdg /home/u/c/shop |
      service                  | 1000  | RUNTIME_DIRECTORY=/run/a:/run/shop  | mkdir /run/shop; chown 1000:1000 /run/shop | runtime | service-manager /run/shop |
      no HOME                  | 1000  |                                     |                                  | cache    | xdg /home/u/.cache/shop       | is not set
      HOME=?                   | 1000  | HOME=?                              |                                  | state    | xdg /home/u/.local/state/shop | is not an absolute path
      HOME=/                   | 1000  | HOME=/                              |                                  | data     | xdg /home/u/.local/share/shop | belongs to uid 0, you are uid 1000
      no account, runtime      | 12345 | HOME=/                              |                                  | runtime  | none                          | is not set; belongs to uid 0, you are uid 12345; is unknown: no entry in passwd(5) for uid 12345
      no account, cache        | 12345 | HOME=?                              |                                  | cache    | none                          | is not an absolute path; is unknown: no entry in passwd(5) for uid 12345
      no account, temporary    | 12345 | HOME=/                              |                                  | temp     | shared-temporary /tmp         |
      no account, a session    | 12345 | XDG_RUNTIME_DIR=R/x                 | mkdir -m 0700 /run/user/x; chown 12345:12345 /run/user/x | runtime | xdg R/x/shop |
      read-only root           | 0     | HOME=/root                          | mount -o remount,ro /var/cache; mount -o remount,ro /root; mount -o remount,bind,ro / | cache | none | is on a read-only file system; is on a read-only file system
      read-only root, runtime  | 0     | HOME=/root                          | mount -o remount,bind,ro /       | runtime  | system /run/shop              |
      read-only home           | 1000  | HOME=/home/u                        | mount -o remount,ro /home        | cache    | none                          | is on a read-only file system
      read-only home, settings | 1000  | HOME=/home/u                        | mount -o remount,ro /home        | config!  | xdg /home/u/.config/shop      |
      read-only /tmp           | 1000  | HOME=/home/u                        | mount -o remount,ro /tmp         | temp     | shared-temporary /var/tmp     | is on a read-only file system
      noexec /tmp              | 1000  | HOME=/home/u                        | mount -o remount,noexec /tmp     | native   | shared-temporary /var/tmp     | is mounted noexec: files there cannot be executed or loaded as libraries
      noexec /tmp and /var/tmp | 1000  | HOME=/home/u                        | mount -o remount,noexec /tmp; mount -o remount,noexec /var/tmp | native | fallback /home/u/.cache/shop | is mounted noexec: files there cannot be executed or loaded as libraries; is mounted noexec: files there cannot be executed or loaded as libraries
      noexec, not asked for    | 1000  | HOME=/home/u                        | mount -o remount,noexec /tmp     | temp     | shared-temporary /tmp         |
      too small /tmp           | 1000  | HOME=/home/u                        |                                  | temp --size=48M | shared-temporary /var/tmp | is tmpfs with 32.0 MiB free of 32.0 MiB, requested: 48.0 MiB
      all too small            | 12345 | TMPDIR=/tmp                         |                                  | temp --size=1G | none | is tmpfs with 32.0 MiB free of 32.0 MiB, requested: 1.0 GiB; is tmpfs with 32.0 MiB free of 32.0 MiB, requested: 1.0 GiB; is tmpfs with 256.0 MiB free of 256.0 MiB, requested: 1.0 GiB; is not set; is unknown: no entry in passwd(5) for uid 12345
      only memory is left      | 12345 |                                     |                                  | temp --size=100M | shared-temporary /var/tmp | is tmpfs with 32.0 MiB free of 32.0 MiB, requested: 100.0 MiB; is in memory; 100.0 MiB belong on a disk; is not set; is unknown: no entry in passwd(5) for uid 12345
      persistent               | 1000  | HOME=/home/u                        | | temp --persistent | none | is tmpfs, in memory: a boot empties it; is tmpfs, in memory: a boot empties it
      TMPDIR not sticky        | 1000  | HOME=/home/u TMPDIR=/tmp/x          | mkdir -m 0777 /tmp/x             | temp     | shared-temporary /tmp         | is writable by any user and not sticky
      own TMPDIR in an open one | 1000 | HOME=/home/u TMPDIR=/tmp/x/own      | mkdir -m 0777 /tmp/x; mkdir -m 0700 /tmp/x/own; chown 1000 /tmp/x/own | temp | tmpdir /tmp/x/own |
      TMPDIR that is trusted   | 1000  | HOME=/home/u TMPDIR=/tmp/x EPHEMERA_TRUSTED_DIRECTORIES=/tmp/x | mkdir -m 0777 /tmp/x | temp | tmpdir /tmp/x     |
      TMPDIR of a group        | 1000  | HOME=/home/u TMPDIR=/home/u/t       | mkdir -m 0770 /home/u/t; chown 1000:54321 /home/u/t | temp | shared-temporary /tmp | is writable by group 54321, whose members are not known, and not sticky
      TMPDIR of root           | 1000  | HOME=/home/u TMPDIR=/root           |                                  | temp     | shared-temporary /tmp         | is not writable by you (mode 0700)
      LANG=C                   | 1000  | LANG=C HOME="$(printf '/home/\\303\\244\\377')" | d=$(printf '/home/\\303\\244\\377'); mkdir "$d"; chown 1000:1000 "$d" | cache | xdg /home/\u00c3\u00a4\\\\xff/.cache/shop |
      LANG=C, downloads        | 1000  | LANG=C HOME=/home/u                 | mkdir /home/u/.config; printf 'XDG_DOWNLOAD_DIR="$HOME/\\303\\244"\\n' >/home/u/.config/user-dirs.dirs; chown -R 1000:1000 /home/u | download | user-dirs /home/u/\u00c3\u00a4 |
      """;

  record Cell(
      String name,
      String user,
      String variables,
      String script,
      String ask,
      String answer,
      String why) {
    @Override
    public String toString() {
      return name;
    }

    /** Whether {@code --create} creates the place, because it belongs to the application alone. */
    boolean isMade() {
      return !ask.startsWith("temp")
          && !ask.endsWith("!")
          && !(ask.equals("native") && !answer.startsWith("fallback"));
    }

    String question() {
      return ask.replace("!", "");
    }
  }

  static List<Cell> cells() throws IOException {
    String boot =
        Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
            .replace("-", "")
            .substring(0, 12);
    List<Cell> cells = new ArrayList<>();
    for (String line : CELLS.lines().toList()) {
      String[] c =
          line.replace("R/", "/run/user/").replace("/B/", "/run-" + boot + "/").split("\\|", -1);
      cells.add(
          new Cell(
              c[0].strip(),
              c[1].strip(),
              c[2].strip(),
              c[3].strip(),
              c[4].strip(),
              c[5].strip(),
              c[6].strip()));
    }
    return cells;
  }

  @BeforeEach
  void needsRoot() {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
  }

  private static Run shell(String script) {
    String[] arguments = {
      "--mount", "--propagation", "private", "sh", "-euc", SYSTEM + script, "sh"
    };
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(Checkout.file("").toString());
    return Checkout.run(
        Map.of("PATH", Checkout.PATH), Path.of("/usr/bin/unshare"), all.toArray(String[]::new));
  }

  private static Run where(Cell cell, String options) {
    return shell(
        cell.script()
            + "\nas "
            + cell.user()
            + " "
            + cell.variables()
            + " /mnt/ephemera where "
            + cell.question()
            + " --app=shop "
            + options);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void theFirstTrustworthyPlaceIsTheAnswer(Cell cell) {
    Run run = where(cell, "--json");

    String[] answer = cell.answer().split(" ", 2);
    String place =
        answer.length == 1
            ? "{\"type\":\"no-place\""
            : "\"path\":\"" + answer[1] + "\",\"rule\":\"" + answer[0] + "\"";
    assertThat(run.out().lines().findFirst().orElse(run.err())).contains(place);
    assertThat(reasons(run.out())).isEqualTo(cell.why());
    assertThat(run.exitCode()).isEqualTo(answer.length == 1 ? 1 : 0);
    assertThat(run.err()).isEmpty();
  }

  /** The reasons in the order of the output. */
  private static String reasons(String json) {
    List<String> reasons = new ArrayList<>();
    String start = "\"reason\":\"";
    int at = json.indexOf(start);
    while (at >= 0) {
      int from = at + start.length();
      reasons.add(json.substring(from, json.indexOf("\"}", from)));
      at = json.indexOf(start, from);
    }
    return String.join("; ", reasons);
  }

  static List<Cell> madeCells() throws IOException {
    return cells().stream().filter(Cell::isMade).toList();
  }

  @ParameterizedTest
  @MethodSource("madeCells")
  void theAnswerCanBeCreatedAndIsPrivate(Cell cell) {
    boolean isFile = List.of("socket", "lock").contains(cell.question());
    Run run =
        where(
            cell,
            "--create >/tmp/answer || { echo none; exit; }\n"
                + "p=$(cat /tmp/answer; echo .); p=${p%??}\n"
                + (isFile ? "p=${p%/*}\n" : "")
                + "stat -c '%u %a %F' \"$p\"");

    String mode = cell.user().equals("0") ? "0 755 directory\n" : cell.user() + " 700 directory\n";
    String expected = cell.answer().equals("none") ? "none\n" : mode;
    assertThat(run.out())
        .as(run.err())
        .isEqualTo(cell.name().equals("service") ? "1000 755 directory\n" : expected);
  }

  @Test
  void aPathAloneIsPrintedByteForByte() {
    Run run =
        shell(
            """
            d=$(printf '/home/\\303\\244\\377 \\n.'); mkdir "$d"; chown 1000:1000 "$d"
            as 1000 LANG=C HOME="$d" /mnt/ephemera where cache --app=shop
            """);

    assertThat(run).isEqualTo(new Run(0, "/home/\u00c3\u00a4\u00ff \n./.cache/shop\n", ""));
  }

  @Test
  void aPrivateTmpOfAServiceIsReported() {
    String table = "as 0 /mnt/ephemera where temp --explain";

    assertThat(shell(table).out()).contains("tmpfs").doesNotContain("private to this service");
    assertThat(
            shell(
                    "d=/var/tmp/systemd-private-0-shop.service-x/tmp; mkdir -p -m 1777 $d\n"
                        + "mount --bind $d /tmp\n"
                        + table)
                .out())
        .contains("private to this service");
  }

  @Test
  void aDirectoryThatOthersMayWriteIsRefused() {
    Run run =
        shell(
            """
            mkdir /run/user/1000/shop; chmod 0777 /run/user/1000/shop; chown 1000 /run/user/1000/shop
            as 1000 HOME=/home/u XDG_RUNTIME_DIR=/run/user/1000 /mnt/ephemera where lock --app=shop --create || echo $?
            """);

    assertThat(run.out()).isEqualTo("73\n");
    assertThat(run.err()).contains("/run/user/1000/shop: is writable by any user (mode 0777)");
  }

  @Test
  void aRefusalIsAnObjectInJson() {
    Run run =
        shell(
            """
            mkdir /home/u/c; touch /home/u/c/shop; chown -R 1000 /home/u/c
            as 1000 HOME=/home/u XDG_CACHE_HOME=/home/u/c /mnt/ephemera where cache --app=shop --create --json || :
            """);

    assertThat(run.out().lines())
        .containsExactly(
            "{\"type\":\"refused\",\"kind\":\"cache\",\"path\":\"/home/u/c/shop\",\"reason\":"
                + "\"/home/u/c/shop: is not a directory but a regular file; remove it\"}",
            "{\"type\":\"summary\",\"schema\":1,\"exitCode\":73,\"places\":0}");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theTableHasEveryPlaceAndAWarningNamesTheCause() {
    Run run = shell("as 1000 HOME=/home/u XDG_RUNTIME_DIR=/run/user/1001 /mnt/ephemera where");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("cache     /home/u/.cache  (default below HOME)\n")
        .contains("temp      /tmp  (directory of the system)\n");
    assertThat(run.err())
        .isEqualTo(
            "ephemera where: XDG_RUNTIME_DIR is not usable (/run/user/1001 belongs to uid 1001, you are"
                + " uid 1000: the environment leaked through su); using "
                + run.out().split("\\s+", 3)[1]
                + "/ephemera\n");
  }

  @Test
  void aMissingProcIsAnError() {
    Run run = shell("mount -t tmpfs tmpfs /proc; exec /mnt/ephemera where cache");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("ephemera: /proc is not mounted").hasLineCount(1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.JavaPath;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.PassthroughMount;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a user with id 1000 and root find places in a system that is like many. */
class PlacesTest {
  private static final String BOOT = "0f3a9c1e-7b2d-4c55-8d10-aa0bb0cc0dd0\n";

  private static final String SYSTEM =
      """
      etc/
      home/
      home/u/ 1000:1000
      other/ 1001:1001
      root/ 0700
      run/
      run/user/
      run/user/1000/ 0700 1000:1000
      run/user/1001/ 0700 1001:1001
      tmp/ 1777
      var/
      var/cache/
      var/lib/
      var/log/
      var/tmp/ 1777
      """;

  /**
   * purpose | uid | variables | what else there is, entries separated by commas | rule and path |
   * what was rejected, separated by semicolons. HOME is /home/u for 1000 and /root for root where
   * nothing else is said; R is /run/user.
   */
  private static final String CASES =
      """
      # the session's directory
      runtime | 1000 | XDG_RUNTIME_DIR=R/1000  |                               | XDG R/1000/shop |
      runtime | 1000 | XDG_RUNTIME_DIR=R/1000/ |                               | XDG R/1000/shop |
      runtime | 1000 |                         |                               | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR is not set
      runtime | 1000 | XDG_RUNTIME_DIR=        |                               | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR is not set
      runtime | 1000 | XDG_RUNTIME_DIR=run     |                               | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=run is not an absolute path
      runtime | 1000 | XDG_RUNTIME_DIR=R/1001  |                               | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=R/1001 belongs to uid 1001, you are uid 1000: the environment leaked through su
      runtime | 1000 | XDG_RUNTIME_DIR=R/1001 SUDO_UID=1001 |                  | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=R/1001 belongs to uid 1001, you are uid 1000: the environment leaked through sudo
      runtime | 1000 | XDG_RUNTIME_DIR=/run    |                               | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=/run belongs to uid 0, you are uid 1000
      runtime | 1000 | XDG_RUNTIME_DIR=R/1     |                               | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=R/1 does not exist
      runtime | 1000 | XDG_RUNTIME_DIR=R/x     | run/user/x/ 0755 1000:1000    | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=R/x has mode 0755 instead of 0700
      runtime | 1000 | XDG_RUNTIME_DIR=R/x     | run/user/x/ 1700 1000:1000   | XDG R/x/shop |
      runtime | 1000 | XDG_RUNTIME_DIR=R/x     | run/user/x 0700 1000:1000     | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=R/x is not a directory but a regular file
      runtime | 1000 | XDG_RUNTIME_DIR=R/x     | run/user/x 1000:1000 => 1000  | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=R/x is not a directory but a symbolic link
      runtime | 1000 | XDG_RUNTIME_DIR=R/../user/1000 |                        | XDG R/../user/1000/shop |
      runtime | 1000 | XDG_RUNTIME_DIR=R/x     | run/user/x/ 2700 1000:1000   | XDG R/x/shop |
      runtime | 1000 | XDG_RUNTIME_DIR=/var/run/user/1000 | var/run => ../run  | XDG /var/run/user/1000/shop |
      runtime | 1000 | XDG_RUNTIME_DIR=/other/r | other/r/ 0700 1000:1000      | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=/other/r cannot be trusted: unsafe path transition: what user 1001 owns leads to /other/r, which user 1000 owns
      runtime | 1000 | XDG_RUNTIME_DIR=/open/r | open/ 0777, open/r/ 0700 1000:1000 | XDG /open/r/shop! |
      runtime | 1000 | XDG_RUNTIME_DIR=/open/r | open/ 0777, run/r/ 0700 1000:1000, open/r => /run/r | FALLBACK /home/u/.cache/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR=/open/r is not a directory but a symbolic link
      cache   | 1000 | XDG_CACHE_HOME=/open/r  | open/ 0777                    | XDG /home/u/.cache/shop | XDG_CACHE_HOME=/open/r belongs to uid 0, you are uid 1000
      cache   | 1000 | XDG_CACHE_HOME=/open/r/c | open/ 0777, open/r/ 1000:1000 | XDG /open/r/c/shop! |
      cache   | 1000 | CACHE_DIRECTORY=/srv/c  | srv/, srv/c/ 2775 1000:1000   | XDG /home/u/.cache/shop | CACHE_DIRECTORY=/srv/c is writable by group 1000, whose members are not known (mode 2775)
      cache   | 1000 | CACHE_DIRECTORY=/srv/c  | srv/, srv/c/ 2775 1000:1000, etc/passwd "u:x:1000:1000::/:/bin/sh\\n" | SERVICE_MANAGER /srv/c |
      cache   | 1000 | CACHE_DIRECTORY=/srv/c  | srv/, srv/c/ 2775 1000:100, etc/group "users:x:100:u\\n", etc/passwd "u:x:1000:1000::/:/bin/sh\\nv:x:1001:100::/:/bin/sh\\n" | XDG /home/u/.cache/shop | CACHE_DIRECTORY=/srv/c is writable by group 100, which user v is in (mode 2775)
      cache   | 1000 | CACHE_DIRECTORY=/srv/c EPHEMERA_TRUSTED_DIRECTORIES=/tmp:/srv/c | srv/, srv/c/ 2775 1000:100 | SERVICE_MANAGER /srv/c |
      cache   | 1000 | CACHE_DIRECTORY=/srv/c EPHEMERA_TRUSTED_DIRECTORIES=/srv/c | srv/, srv/c/ 0777 1001:100 | XDG /home/u/.cache/shop | CACHE_DIRECTORY=/srv/c belongs to uid 1001, you are uid 1000: the environment leaked through su
      temporary | 1000 | TMPDIR=/x EPHEMERA_TRUSTED_DIRECTORIES=/x | x/ 0777 | TMPDIR /x |
      temporary | 1000 | TMPDIR=/x/t           | x/ 0777, x/t/ 0700 1000:1000 | TMPDIR /x/t! |
      temporary | 1000 | TMPDIR=/x/t           | x/ 0777, x/t/ 1777 | SHARED_TEMPORARY /tmp | TMPDIR=/x/t is below /x, which is writable by any user
      runtime | 1000 | XDG_RUNTIME_DIR=/tmp/r  | tmp/r/ 0700 1000:1000         | XDG /tmp/r/shop |
      # root
      runtime | 0    | XDG_RUNTIME_DIR=R/1000  |                               | SYSTEM /run/shop |
      runtime | 0    | XDG_RUNTIME_DIR=R/1000  | run/shop/ 1000:1000           | FALLBACK /root/.cache/run-0f3a9c1e7b2d/shop | /run/shop belongs to uid 1000, you are uid 0; XDG_RUNTIME_DIR=R/1000 belongs to uid 1000, you are uid 0: the environment leaked through su
      runtime | 0    |                         | run/shop/ 0777                | FALLBACK /root/.cache/run-0f3a9c1e7b2d/shop | /run/shop is writable by any user (mode 0777); XDG_RUNTIME_DIR is not set
      cache   | 0    |                         |                               | SYSTEM /var/cache/shop |
      state   | 0    |                         |                               | SYSTEM /var/lib/shop |
      data    | 0    |                         |                               | SYSTEM /var/lib/shop |
      logs    | 0    |                         |                               | SYSTEM /var/log/shop |
      configuration | 0 |                      |                               | SYSTEM /etc/shop |
      cache   | 0    | XDG_CACHE_HOME=/home/u/.cache | var/cache/shop/ 1000:1000 | XDG /root/.cache/shop | /var/cache/shop belongs to uid 1000, you are uid 0; XDG_CACHE_HOME=/home/u/.cache belongs to uid 1000, you are uid 0: the environment leaked through su
      logs    | 0    |                         | var/log/ 0775 0:4            | XDG /root/.local/state/log/shop | /var/log is writable by group 4, whose members are not known (mode 0775)
      # what the service manager says
      runtime | 1000 | RUNTIME_DIRECTORY=/run/shop XDG_RUNTIME_DIR=R/1000 | run/shop/ 1000:1000 | SERVICE_MANAGER /run/shop |
      runtime | 1000 | RUNTIME_DIRECTORY=/run/a:/run/shop:/run/b | run/a/ 1000:1000, run/shop/ 1000:1000 | SERVICE_MANAGER /run/shop |
      runtime | 1000 | RUNTIME_DIRECTORY=/run/a:/run/b | run/a/ 1000:1000       | SERVICE_MANAGER /run/a |
      runtime | 1000 | RUNTIME_DIRECTORY=:/run/a:    | run/a/ 1000:1000         | SERVICE_MANAGER /run/a |
      runtime | 1000 | RUNTIME_DIRECTORY=/run/a XDG_RUNTIME_DIR=R/1000 | run/a/ 1001:1001 | XDG R/1000/shop | RUNTIME_DIRECTORY=/run/a belongs to uid 1001, you are uid 1000: the environment leaked through su
      runtime | 1000 | RUNTIME_DIRECTORY=a XDG_RUNTIME_DIR=R/1000 |            | XDG R/1000/shop | RUNTIME_DIRECTORY=a is not a list of absolute paths
      state   | 1000 | STATE_DIRECTORY=/var/lib/shop | var/lib/private/ 0700, var/lib/private/shop/ 1000:1000, var/lib/shop => private/shop | SERVICE_MANAGER /var/lib/shop |
      data    | 1000 | STATE_DIRECTORY=/var/lib/shop | var/lib/shop/ 1000:1000 | SERVICE_MANAGER /var/lib/shop |
      cache   | 1000 | CACHE_DIRECTORY=/var/cache/shop | var/cache/shop/ 1000:1000 | SERVICE_MANAGER /var/cache/shop |
      logs    | 1000 | LOGS_DIRECTORY=/var/log/shop | var/log/shop/ 1000:1000  | SERVICE_MANAGER /var/log/shop |
      configuration | 1000 | CONFIGURATION_DIRECTORY=/etc/shop | etc/shop/     | SERVICE_MANAGER /etc/shop |
      cache   | 1000 | CACHE_DIRECTORY=/var/cache/shop | var/cache/shop/       | XDG /home/u/.cache/shop | CACHE_DIRECTORY=/var/cache/shop belongs to uid 0, you are uid 1000
      # the user's directories
      cache   | 1000 |                         |                               | XDG /home/u/.cache/shop |
      state   | 1000 |                         |                               | XDG /home/u/.local/state/shop |
      data    | 1000 |                         |                               | XDG /home/u/.local/share/shop |
      logs    | 1000 |                         |                               | XDG /home/u/.local/state/log/shop |
      configuration | 1000 |                   |                               | XDG /home/u/.config/shop |
      cache   | 1000 | XDG_CACHE_HOME=/home/u/c/d |                            | XDG /home/u/c/d/shop |
      cache   | 1000 | XDG_CACHE_HOME=c        |                               | XDG /home/u/.cache/shop | XDG_CACHE_HOME=c is not an absolute path
      cache   | 1000 | XDG_CACHE_HOME=/other   |                               | XDG /home/u/.cache/shop | XDG_CACHE_HOME=/other belongs to uid 1001, you are uid 1000: the environment leaked through su
      cache   | 1000 | XDG_CACHE_HOME=/nowhere |                               | XDG /home/u/.cache/shop | XDG_CACHE_HOME=/nowhere belongs to uid 0, you are uid 1000
      cache   | 1000 | XDG_CACHE_HOME=/home/u/f | home/u/f 1000:1000           | XDG /home/u/.cache/shop | XDG_CACHE_HOME=/home/u/f is not a directory but a regular file
      cache   | 1000 | XDG_CACHE_HOME=/data/c  | data/, data/c/ 0777 1000:1000 | XDG /home/u/.cache/shop | XDG_CACHE_HOME=/data/c is writable by any user (mode 0777)
      cache   | 1000 | XDG_CACHE_HOME=/data/c  | data/, data/c/ 0775 1000:1001 | XDG /home/u/.cache/shop | XDG_CACHE_HOME=/data/c is writable by group 1001, whose members are not known (mode 0775)
      cache   | 1000 |                         | home/u/.cache 1000:1000 => /data/u, data/, data/u/ 1000:1000 | XDG /home/u/.cache/shop |
      cache   | 0    | XDG_CACHE_HOME=/home/u/l | var/cache/shop, home/u/l 1000:1000 => /etc | XDG /root/.cache/shop | /var/cache/shop is not a directory but a regular file; XDG_CACHE_HOME=/home/u/l cannot be trusted: unsafe path transition: what user 1000 owns leads to /, which user 0 owns; symbolic link /home/u/l -> /etc
      # home directories
      cache   | 1000 | HOME=?                  |                               | XDG /home/u/.cache/shop | HOME=? is not an absolute path
      cache   | 1000 | HOME=/                  |                               | XDG /home/u/.cache/shop | HOME=/ belongs to uid 0, you are uid 1000
      cache   | 1000 | HOME=/root              |                               | XDG /home/u/.cache/shop | HOME=/root belongs to uid 0, you are uid 1000
      cache   | 1000 | HOME=/nowhere           |                               | XDG /home/u/.cache/shop | HOME=/nowhere does not exist
      cache   | 1000 | HOME=                   |                               | XDG /home/u/.cache/shop | HOME is not set
      cache   | 1001 |                         |                               | none | HOME=/home/u belongs to uid 1000, you are uid 1001: the environment leaked through su; home of the account is unknown: no entry in passwd(5) for uid 1001
      runtime | 1001 | HOME=/                  |                               | none | XDG_RUNTIME_DIR is not set; HOME=/ belongs to uid 0, you are uid 1001; home of the account is unknown: no entry in passwd(5) for uid 1001
      runtime | 1001 | HOME=/ XDG_CACHE_HOME=/other/c |                        | FALLBACK /other/c/run-0f3a9c1e7b2d/shop | XDG_RUNTIME_DIR is not set
      # temporary files
      temporary | 1000 |                       |                               | SHARED_TEMPORARY /tmp |
      temporary | 1000 | TMPDIR=/tmp           |                               | TMPDIR /tmp |
      temporary | 1000 | TMPDIR=/home/u/t      | home/u/t/ 0700 1000:1000      | TMPDIR /home/u/t |
      temporary | 1000 | TMPDIR=t              |                               | SHARED_TEMPORARY /tmp | TMPDIR=t is not an absolute path
      temporary | 1000 | TMPDIR=/none          |                               | SHARED_TEMPORARY /tmp | TMPDIR=/none does not exist
      temporary | 1000 | TMPDIR=/x             | x/ 0777                       | SHARED_TEMPORARY /tmp | TMPDIR=/x is writable by any user and not sticky
      temporary | 1000 | TMPDIR=/x             | x/ 0777 1000:1000             | SHARED_TEMPORARY /tmp | TMPDIR=/x is writable by any user and not sticky
      temporary | 1000 | TMPDIR=/x             | x/ 0770 0:1001                | SHARED_TEMPORARY /tmp | TMPDIR=/x is writable by group 1001, whose members are not known, and not sticky
      temporary | 1000 | TMPDIR=/x             | x/ 01777 1001:1001            | SHARED_TEMPORARY /tmp | TMPDIR=/x belongs to uid 1001, you are uid 1000: the environment leaked through su
      temporary | 1000 | TMPDIR=/x             | x/ 01777 65534:65534          | SHARED_TEMPORARY /tmp | TMPDIR=/x belongs to uid 65534, you are uid 1000: nobody, or a user who is not mapped in this user namespace
      temporary | 1000 | TMPDIR=/x             | x/ 0755                       | SHARED_TEMPORARY /tmp | TMPDIR=/x is not writable by you (mode 0755)
      temporary | 1000 | TMPDIR=/x             | x                             | SHARED_TEMPORARY /tmp | TMPDIR=/x is not a directory but a regular file
      temporary | 0    | TMPDIR=/home/u        |                               | SHARED_TEMPORARY /tmp | TMPDIR=/home/u belongs to uid 1000, you are uid 0: the environment leaked through su
      temporary | 1000 |                       | tmp/ 0777                     | SHARED_TEMPORARY /var/tmp | /tmp is writable by any user and not sticky
      temporary | 1000 |                       | tmp/ 0777, var/tmp/ 0755      | FALLBACK /home/u/.cache/shop | /tmp is writable by any user and not sticky; /var/tmp is not writable by you (mode 0755)
      temporary | 1001 | HOME=/                | tmp/ 0777, var/tmp/ 0755      | none | /tmp is writable by any user and not sticky; /var/tmp is not writable by you (mode 0755); HOME=/ belongs to uid 0, you are uid 1001; home of the account is unknown: no entry in passwd(5) for uid 1001
      large   | 1000 |                         |                               | SHARED_TEMPORARY /var/tmp |
      large   | 1000 | TMPDIR=/tmp             |                               | TMPDIR /tmp |
      large   | 1000 |                         | var/tmp/ 0755                 | SHARED_TEMPORARY /tmp | /var/tmp is not writable by you (mode 0755)
      persistent | 1000 | TMPDIR=/home/u       |                               | SHARED_TEMPORARY /var/tmp |
      persistent | 1000 | TMPDIR=/tmp/t        | tmp/t/ 0700 1000:1000, var/tmp/ 0755 | FALLBACK /home/u/.cache/shop | /var/tmp is not writable by you (mode 0755); TMPDIR=/tmp/t is in /tmp, which a boot may empty
      # downloads
      downloads | 1000 |                       |                               | FALLBACK /home/u | /home/u/.config/user-dirs.dirs does not exist
      downloads | 1000 |                       | home/u/.config/ 1000:1000, home/u/.config/user-dirs.dirs "XDG_DOWNLOAD_DIR=\\"$HOME/T\u00e9l\\"\\n" | USER_DIRS /home/u/T\u00e9l |
      downloads | 1000 |                       | home/u/.config/ 1000:1000, home/u/.config/user-dirs.dirs "XDG_DOWNLOAD_DIR=\\"$HOME/\\"\\n" | USER_DIRS /home/u |
      downloads | 1000 |                       | home/u/.config/ 1000:1000, home/u/.config/user-dirs.dirs "XDG_DOWNLOAD_DIR=\\"Downloads\\"\\n" | FALLBACK /home/u | /home/u/.config/user-dirs.dirs has XDG_DOWNLOAD_DIR="Downloads", which is neither "$HOME/..." nor an absolute path in double quotes
      downloads | 1000 |                       | home/u/.config/ 1000:1000, home/u/.config/user-dirs.dirs "XDG_DOWNLOAD_DIR=\\"/other/d\\"\\n" | FALLBACK /home/u | /other/d belongs to uid 1001, you are uid 1000
      downloads | 1000 |                       | home/u/.config/ 1000:1000, home/u/.config/user-dirs.dirs/     | FALLBACK /home/u | /home/u/.config/user-dirs.dirs is not a file but a directory
      downloads | 1000 |                       | home/u/.config/ 1000:1000, home/u/.config/user-dirs.dirs\\|   | FALLBACK /home/u | /home/u/.config/user-dirs.dirs is not a file but a fifo
      downloads | 1000 | XDG_CONFIG_HOME=/home/u/c | home/u/c/ 1000:1000, home/u/c/user-dirs.dirs ""            | FALLBACK /home/u | /home/u/c/user-dirs.dirs has no XDG_DOWNLOAD_DIR
      downloads | 1000 | XDG_DOWNLOAD_DIR=/home/u/in |                         | USER_DIRS /home/u/in |
      downloads | 1000 | XDG_DOWNLOAD_DIR=/other |                            | FALLBACK /home/u | XDG_DOWNLOAD_DIR=/other belongs to uid 1001, you are uid 1000: the environment leaked through su; /home/u/.config/user-dirs.dirs does not exist
      downloads | 1001 |                       |                               | none | HOME=/home/u belongs to uid 1000, you are uid 1001: the environment leaked through su; home of the account is unknown: no entry in passwd(5) for uid 1001
      """;

  record Case(String what, int uid, String variables, String tree, String place, String rejected) {
    @Override
    public String toString() {
      return what + " of " + uid + ", " + variables + " " + tree;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String line : CASES.lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] columns = (line + " ").replace("R/", "/run/user/").split("(?<!\\\\)\\|", -1);
      cases.add(
          new Case(
              columns[0].strip(),
              Integer.parseInt(columns[1].strip()),
              columns[2].strip(),
              columns[3].strip().replace("\\|", "|"),
              columns[4].strip(),
              columns.length > 5 ? columns[5].strip() : ""));
    }
    return cases;
  }

  private final TestFolder system = TestFolder.create();
  private final List<String> warnings = new ArrayList<>();
  private final List<BytePath> trusted = new ArrayList<>();

  @AfterEach
  void close() {
    system.close();
  }

  private Places places(Map<String, String> variables, int uid, Map<Purpose, BytePath> settings) {
    Map<String, Bytes> bytes = new HashMap<>();
    bytes.put("HOME", Bytes.latin1(uid == 0 ? "/root" : "/home/u"));
    variables.forEach((name, value) -> bytes.put(name, Bytes.utf8(value)));
    ProcessEnvironment.Known known =
        new ProcessEnvironment.Known() {
          @Override
          public @Nullable Bytes accountHome() {
            return uid == 1001 ? null : bytes("/root", uid == 0, "/home/u");
          }

          @Override
          public String bootId() {
            return BOOT;
          }
        };
    ProcessEnvironment environment =
        new ProcessEnvironment(bytes, uid, known, JavaPath.bytes(system.path()));
    return new Places(new Application("shop"), settings, trusted, environment, warnings::add);
  }

  private static Bytes bytes(String first, boolean isFirst, String second) {
    return Bytes.latin1(isFirst ? first : second);
  }

  private static Place place(Places places, String what) throws IOException {
    return switch (what) {
      case "runtime" -> places.runtime();
      case "cache" -> places.cache();
      case "state" -> places.state();
      case "data" -> places.data();
      case "configuration" -> places.configuration();
      case "logs" -> places.logs();
      case "downloads" -> places.downloads();
      case "temporary" -> places.temporary();
      case "large" -> places.temporary(Need.large());
      case "persistent" -> places.temporary(Need.persistent());
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new HashMap<>();
    for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      variables.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return variables;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void firstTrustedCandidateIsChosen(Case given) throws IOException {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: files of several users");
    Tree.build(SYSTEM, system.path());
    Tree.build(given.tree().replace(", ", "\n"), system.path());
    Places places = places(variables(given.variables()), given.uid(), Map.of());

    String found;
    List<Place.Rejection> rejections;
    try {
      Place place = place(places, given.what());
      found = place.rule() + " " + place + "!".repeat(place.cautions().size());
      rejections = place.rejections();
    } catch (NoPlaceException e) {
      found = "none";
      rejections = e.rejections();
      assertThat(e)
          .hasMessageContaining("Set ")
          .hasMessageContaining(rejections.getLast().toString());
    }

    assertThat(found).isEqualTo(given.place());
    assertThat(String.join("; ", rejections.stream().map(Place.Rejection::toString).toList()))
        .isEqualTo(given.rejected());
    boolean isWarned =
        found.endsWith("!") || (given.what().equals("runtime") && found.startsWith("F"));
    assertThat(warnings).hasSize(isWarned ? 1 : 0);
  }

  /**
   * Surroundings like those in containers, and on network file systems: a user and a group, what a
   * shell does first, as root in a mount namespace of its own, variables, and what the library does
   * then: places for temporary files and for sockets, each with a {@code !} for each caution, and
   * the verbs that fail. OWN is a directory of the user with mode 0700, FS a passthrough file
   * system.
   */
  private static final String SURROUNDINGS =
      """
      # emptyDir of Kubernetes, mode 0777
      4003:4003 | mount -t tmpfs -o mode=0777 none /mnt; OWN /mnt/own | TMPDIR=/mnt/own RUNTIME_DIRECTORY=/mnt/own | TMPDIR /mnt/own!; SERVICE_MANAGER /mnt/own!
      4003:4003 | mount -t tmpfs -o mode=0777 none /mnt | TMPDIR=/mnt RUNTIME_DIRECTORY=/mnt | SHARED_TEMPORARY /tmp; none
      4003:4003 | mount -t tmpfs -o mode=0777 none /mnt | TMPDIR=/mnt RUNTIME_DIRECTORY=/mnt/new EPHEMERA_TRUSTED_DIRECTORIES=/mnt | TMPDIR /mnt; SERVICE_MANAGER /mnt/new
      4003:4003 | mount -t tmpfs -o mode=0777 none /mnt; OWN /mnt/own | TMPDIR=/mnt XDG_CACHE_HOME=/mnt/own/c EPHEMERA_TRUSTED_DIRECTORIES=/mnt | TMPDIR /mnt; FALLBACK /mnt/own/c/run-BOOT/shop
      # an arbitrary user in root's group, without an account
      1000660000:0 | mount -t tmpfs -o mode=0775 none /mnt; OWN /mnt/own; install -d -m 0770 /mnt/t | TMPDIR=/mnt/t HOME=/mnt RUNTIME_DIRECTORY=/mnt/own | TMPDIR /mnt/t; SERVICE_MANAGER /mnt/own
      1000660000:0 | mount -t tmpfs -o mode=0775 none /mnt | HOME=/mnt | SHARED_TEMPORARY /tmp; none
      # only this user is mapped: a user namespace, as of Bazel and Nix
      4003:4003 unshare --user --map-current-user | OWN /mnt/own | HOME=/mnt/own | SHARED_TEMPORARY /tmp!; FALLBACK /mnt/own/.cache/run-BOOT/shop!
      4003:4003 unshare --user --map-root-user | OWN /mnt/own | HOME=/mnt/own | SHARED_TEMPORARY /tmp!; FALLBACK /mnt/own/.cache/run-BOOT/shop!
      # an owner who is not mapped is not taken for root below a directory in which any user can create
      4003:4003 unshare --user --map-current-user | OWN /mnt/own; ln -s /mnt/own /tmp/x; chown -h 4009:4009 /tmp/x | TMPDIR=/tmp/x RUNTIME_DIRECTORY=/tmp/x | SHARED_TEMPORARY /tmp!; none
      4003:4003 unshare --user --map-current-user | install -d -o 4009 -g 4009 /tmp/y; OWN /tmp/y/own | TMPDIR=/tmp/y/own RUNTIME_DIRECTORY=/tmp/y/own | SHARED_TEMPORARY /tmp!; none
      # everything is read-only but /tmp
      4003:4003 | mount -o remount,bind,ro / | HOME=/ | SHARED_TEMPORARY /tmp; none
      # network file systems
      4003:4003 | LUSTRE; OWN FS/own | TMPDIR=FS/own RUNTIME_DIRECTORY=FS/own | TMPDIR FS/own; SERVICE_MANAGER FS/own, no lock and pid file (FileSystemException FS/own/shop.lock: the file system has no locks, flock(2); choose a place on another one)
      4003:4003 | CIFS; OWN FS/own | TMPDIR=FS/own RUNTIME_DIRECTORY=FS/own | TMPDIR FS/own; SERVICE_MANAGER FS/own, no socket (AccessDeniedException FS/own: bind FS/own/shop.socket: Operation not permitted)
      4003:4003 | NFS; OWN FS/own | TMPDIR=FS/own RUNTIME_DIRECTORY=FS/own | TMPDIR FS/own; SERVICE_MANAGER FS/own
      """;

  static List<String> surroundings() {
    return SURROUNDINGS.lines().filter(line -> !line.startsWith("#")).toList();
  }

  @ParameterizedTest
  @MethodSource("surroundings")
  void everyVerbWorksInThePlaceThatWasDecidedOn(String row) throws Exception {
    Assumptions.assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root and mounts");
    String[] columns = row.split(" *\\| *", -1);
    String[] user = columns[0].split("[: ]", 3);
    try (TestFolder folder = TestFolder.inMemory()) {
      List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec"));
      String own = "install -d -m 0700 -o " + user[0] + " -g " + user[1];
      String script = columns[1].replaceFirst("^[A-Z]{3,}; ", "").replace("OWN", own);
      String become =
          "; exec setpriv --reuid=%s --regid=%s --clear-groups env -i PATH=/usr/bin:/bin %s %s "
              .formatted(user[0], user[1], columns[2], user.length > 2 ? user[2] : "");
      JavaProgram program =
          JavaProgram.of(
                  VerbsProbe.class,
                  "io.ephemera.Place",
                  "io.ephemera.fs.Name",
                  "io.ephemera.process.Users",
                  "io.ephemera.linux.Native")
              .copiedTo(folder.path());
      String all = "mount -t tmpfs -o mode=1777 none /tmp; " + script + become + "\"$@\"";
      command.add(all.replace("FS/", folder.path() + "/mount/"));
      command.add("sh");
      command.addAll(program.command());
      try (AutoCloseable mount = mount(columns[1], folder)) {
        Process process =
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String shown = said.strip().replace(folder.path() + "/mount/", "FS/");
        assertThat(shown.replaceAll("run-[0-9a-f]+", "run-BOOT"))
            .as(mount == null ? row : row + " " + mount)
            .isEqualTo(columns[3]);
      }
    }
  }

  private static @Nullable AutoCloseable mount(String script, TestFolder folder) {
    List<String> switches =
        switch (script.split(";", 2)[0]) {
          case "LUSTRE" -> PassthroughMount.LUSTRE;
          case "CIFS" -> PassthroughMount.CIFS;
          case "NFS" -> PassthroughMount.NFS;
          default -> List.of();
        };
    if (switches.isEmpty()) {
      return null;
    }
    String missing = PassthroughMount.missing();
    Assumptions.assumeTrue(missing == null, missing);
    return PassthroughMount.in(folder.path(), switches);
  }

  @Test
  void missingSystemDirectoryIsNotCreated() throws IOException {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: root's directories");
    Tree.build("root/ 0700", system.path());

    Place place = places(Map.of(), 0, Map.of()).cache();

    assertThat(place).hasToString("/root/.cache/shop");
    assertThat(place.rejections())
        .extracting(Place.Rejection::toString)
        .containsExactly("/var/cache does not exist");
  }

  @Test
  void explicitSettingIsNotVerified() throws IOException {
    Map<Purpose, BytePath> settings = new EnumMap<>(Purpose.class);
    settings.put(Purpose.CACHE, BytePath.of("/nowhere/at/all"));

    Place place = places(Map.of(), 1000, settings).cache();

    assertThat(place.rule()).isEqualTo(Place.Rule.EXPLICIT);
    assertThat(place.path()).hasToString("/nowhere/at/all").isEqualTo(place.base().path());
  }

  @Test
  void warningNamesCauseAndFallback() throws IOException {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: files of several users");
    Tree.build(SYSTEM, system.path());

    Place place = places(Map.of("XDG_RUNTIME_DIR", "/run/user/1001"), 1000, Map.of()).runtime();

    assertThat(warnings)
        .containsExactly(
            "XDG_RUNTIME_DIR is not usable (/run/user/1001 belongs to uid 1001, you are uid 1000: the"
                + " environment leaked through su); using "
                + place);
  }

  @Test
  void baseHoldsThePlacesOfAllApplications() throws IOException {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: files of several users");
    Tree.build(SYSTEM, system.path());
    Places places = places(Map.of(), 1000, Map.of());

    assertThat(places.logs().base()).hasToString("/home/u/.local/state/log");
    assertThat(places.temporary().base()).hasToString("/tmp");
    assertThat(places.downloads().base()).hasToString("/home/u");
  }

  @Test
  void placeTooSmallIsRejected() throws IOException {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: files of several users");
    Tree.build(SYSTEM, system.path());

    NoPlaceException none =
        catchThrowableOfType(
            NoPlaceException.class,
            () -> places(Map.of(), 1000, Map.of()).temporary(Need.bytes(Long.MAX_VALUE)));

    assertThat(none.rejections())
        .extracting(Place.Rejection::path)
        .containsExactly("/tmp", "/var/tmp", "/home/u/.cache/shop");
    assertThat(none.rejections())
        .extracting(Place.Rejection::reason)
        .allMatch(reason -> reason.matches("is \\S+ with .* free of .*, requested: 7.9 EiB"));
  }

  @Test
  void placesOfThisProcessExist() throws IOException {
    Place place = Places.builder("shop").set(Purpose.STATE, system.path()).build().state();

    assertThat(place.path()).isEqualTo(system.path());
    assertThat(Places.of("shop").temporary().path()).isAbsolute().isDirectory();
  }
}

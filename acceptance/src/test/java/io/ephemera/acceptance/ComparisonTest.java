// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of docs/comparison.md in which both programs leave the same tree and exit code. */
class ComparisonTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", Checkout.PATH);
  private static final String ACCOUNTS =
      """
      umask 022
      mkdir -p d etc usr/lib/tmpfiles.d usr/share/factory/d
      echo root:x:0:0::/:/bin/sh >etc/passwd; echo ann:x:1000:1000::/:/bin/sh >>etc/passwd
      echo root:x:0: >etc/group; echo ann:x:1000: >>etc/group
      old() { touch -h -d @1000000000 "$@"; }
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void needsRoot() {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: the lines name other owners");
  }

  @ParameterizedTest(name = "{0}: {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          new file                 |--create|                                        |0 |f /d/x 0640 ann ann - hello\\n
          existing file            |--create|echo a >d/x                             |0 |f /d/x 0640 ann ann - hello
          directory in the way     |--create|mkdir d/x                               |73|f /d/x
          rewritten file           |--create|echo aaaaaaaaa >d/x                     |0 |f+ /d/x 0640 - - - hello
          old spelling             |--create|echo aaaaaaaaa >d/x                     |0 |F /d/x 0640 - - - hello
          written without truncating|--create|echo abc >d/x                          |0 |w /d/* - - - - X
          appended                 |--create|echo abc >d/x                           |0 |w+ /d/x - - - - X;w+ /d/x - - - - Y
          new directory            |--create|                                        |0 |d /d/a/x 1770 ann :ann
          file in the way          |--create|echo >d/x                               |0 |d /d/x 0770 ann
          wrong type replaced      |--create|echo >d/x                               |0 |d= /d/x 0770 ann
          wrong parent replaced    |--create|echo >d/p                               |0 |d= /d/p/q/r
          emptied directory        |--remove|mkdir -p d/x/y; echo >d/x/y/z           |0 |D /d/x
          link to a directory      |--create|mkdir d/x; ln -s x d/y                  |0 |e /d/y 0700 ann
          no btrfs                 |--create|                                        |0 |v /d/v 0700 ann;q /d/q 0700;Q /d/Q
          fifo                     |--create|                                        |0 |p /d/x 0600 ann
          fifo for a tree          |--create|mkdir -p d/x/y                          |0 |p+ /d/x 0600 ann
          link                     |--create|                                        |0 |L /d/x - ann - - ../etc;L /d/y
          other link stays         |--create|ln -s a d/x                             |0 |L /d/x - - - - b
          link for a tree          |--create|mkdir -p d/x/y                          |0 |L+ /d/x - - - - b
          link if there is a target|--create|                                        |0 |L? /d/x - - - - no;L? /d/y - - - - /etc
          device nodes             |--create|                                        |0 |c /d/c 0600 - - - 1:3;b /d/b 0600 ann - - 7:3
          copy                     |--create|mkdir usr/share/factory/d/x; echo >usr/share/factory/d/x/f|0|C /d/x 0700 ann
          merged copy              |--create|mkdir -p usr/share/factory/d/x d/x; echo >usr/share/factory/d/x/f; echo >d/x/g|0|C+ /d/x 0700 ann
          removal                  |--remove|echo >d/x; mkdir d/y                    |0 |r /d/x;r /d/y;r /d/nothing
          removal of a full one    |--remove|mkdir -p d/y/z                          |73|r /d/y
          removal of a tree        |--remove|mkdir -p d/y/z; echo >d/y/z/f           |0 |R /d/y
          sticky file stays        |--remove|mkdir -p d/y/z; echo >d/y/z/f; chmod 1644 d/y/z/f|0|R /d/y
          mode and owner           |--create|echo >d/x                               |0 |z /d/* 0600 ann
          old spelling             |--create|echo >d/x                               |0 |m /d/x 0600 ann
          mode and owner below     |--create|mkdir -p d/x/y; echo >d/x/y/f           |0 |Z /d/x ~0775 ann
          extended attributes      |--create|echo >d/x                               |0 |t /d/x - - - - user.a=b "user.c=d e"
          and below                |--create|mkdir d/x; echo >d/x/f                  |0 |T /d/x - - - - user.a=b
          file attributes          |--create|mkdir -p d/x/y                          |0 |h /d/x - - - - +A;H /d/x/y - - - - +A
          access control list      |--create|echo >d/x                               |0 |a /d/x - - - - u:1000:rwX,g::r
          and merged               |--create|mkdir d/x                               |0 |a+ /d/x - - - - u:1000:rwx
          and for what is created  |--create|mkdir d/x                               |0 |a+ /d/x - - - - d:g:1000:r-x
          and below                |--create|mkdir d/x; echo >d/x/f                  |0 |A+ /d/x - - - - u:1000:rwX
          file capabilities        |--create|echo >d/x                               |0 |k /d/x - - - - cap_net_raw=ep
          and merged               |--create|echo >d/x                               |0 |k+ /d/x - - - - cap_net_raw=ep cap_chown=eip
          and below                |--create|mkdir d/x; echo >d/x/f                  |0 |K /d/x - - - - cap_net_raw+ep
          wrong access control list|--create|mkdir d/x                               |0 |a /d/x - - - - u:1000:rwq
          age                      |--clean |mkdir -p d/x/y; echo >d/x/f; echo >d/x/y/g; echo >d/x/new; old d/x/f d/x/y/g d/x/y|0|d /d/x - - - mM:1d
          age below the first level|--clean |mkdir -p d/x/y; echo >d/x/f; echo >d/x/y/g; old d/x/f d/x/y/g d/x/y|0|d /d/x - - - ~mM:1d
          age of what exists       |--clean |mkdir -p d/x; echo >d/x/f; old d/x/f    |0 |e /d/x - - - m:1d
          age of a copy            |--clean |mkdir -p d/x; echo >d/x/f; old d/x/f    |0 |C /d/x - - - m:1d
          age of a removal         |--clean |mkdir d/x; echo >d/y; old d/y d/x       |0 |r /d/x - - - mM:1d;r /d/y - - - m:1d
          age of a removal of a tree|--clean|mkdir d/x; echo >d/x/f; old d/x/f d/x   |0 |R /d/x - - - mM:1d
          excluded tree            |--clean |mkdir -p d/x/y; echo >d/x/y/g; echo >d/x/h; old d/x/y/g d/x/y d/x/h|0|d /d/x - - - mM:1d;x /d/x/y
          excluded directory       |--clean |mkdir -p d/x/y; echo >d/x/y/g; echo >d/x/h; old d/x/y/g d/x/y d/x/h|0|d /d/x - - - mM:1d;X /d/x/y
          braces exclude nothing   |--clean |mkdir d/x; echo >d/x/a; old d/x/a       |0 |d /d/x - - - m:1d;x /d/x/{a,b}
          sticky, fifo, hidden     |--clean |mkdir d/x; echo >d/x/s; mkfifo d/x/p; echo >d/x/.h; chmod 1644 d/x/s; old d/x/s d/x/p d/x/.h|0|d /d/x - - - m:1d
          undone                   |--purge t.conf|mkdir -p d/x/y d/z                |0 |d$ /d/x;d /d/z
          needs names              |--purge |                                        |1 |d$ /d/x
          only at boot             |--create|                                        |0 |d! /d/x
          at boot                  |--create --boot|                                 |0 |d! /d/x
          failure ignored          |--create|echo >d/f                               |0 |f- /d/f/x
          failure                  |--create|echo >d/f                               |73|f /d/f/x
          base64                   |--create|                                        |0 |f~ /d/x - - - - aGVsbG8K
          bad base64               |--create|                                        |0 |f~ /d/x - - - - !!!!
          no credential            |--create|                                        |0 |f^ /d/x - - - - none
          unknown user             |--create|                                        |65|d /d/x 0755 nosuch;d /d/y
          graceful                 |--create --graceful|                             |0 |d /d/x 06755 nosuch
          prefix                   |--create --prefix=/d|                            |0 |d /d/x;d /e/x
          excluded prefix          |--create --exclude-prefix=/d|                    |0 |d /d/x;d /e/x
          without API file systems |--create -E|                                     |0 |d /run/x;d /d/x
          dry run                  |--create --dry-run|                              |0 |d /d/x;f /d/y
          dry run                  |--clean -n|mkdir d/x; echo >d/x/f; old d/x/f     |0 |d /d/x - - - m:1d
          dots in the path         |--create|                                        |73|d /d/a/../x
          duplicate                |--create|                                        |0 |d /d/x 0700;d /d/x 0711
          legacy directory         |--create|                                        |0 |d /var/run/x
          argument for a directory |--create|                                        |65|d /d/x - - - - argument
          all that is right        |--create|                                        |65|d /d/x 0999;y /d/y;f d/z;d /d/ok
          no command               |--boot  |                                        |1 |d /d/x
          configuration            |--cat-config|                                    |0 |# comment;d /d/x
          brief configuration      |--tldr  |                                        |0 |# comment;d /d/x
          """)
  void bothDoTheSame(String name, String options, String setup, int exitCode, String configuration)
      throws IOException {
    Path ours = root("ours", setup, configuration);
    Path theirs = root("theirs", setup, configuration);

    Run our = run(ours, options, Checkout.file("ephemera").toString(), "tmpfiles");
    Run their = run(theirs, options, Peers.systemdTmpfiles().toString());

    assertThat(their.exitCode()).as(their.err()).isEqualTo(exitCode);
    assertThat(our.exitCode()).as(our.err()).isEqualTo(exitCode);
    assertThat(tree(ours)).isEqualTo(tree(theirs));
    assertThat(our.out().replace("ours", "theirs")).isEqualTo(their.out());
  }

  private Path root(String name, String setup, String configuration) throws IOException {
    Path root = Files.createDirectory(folder.resolve(name));
    String script = "cd \"$1\"\n" + ACCOUNTS + (setup == null ? "" : setup);
    assertThat(Run.of(ENVIRONMENT, List.of("sh", "-euc", script, "sh", root.toString())))
        .isEqualTo(new Run(0, "", ""));
    Files.writeString(
        root.resolve("usr/lib/tmpfiles.d/t.conf"), configuration.replace(';', '\n') + "\n");
    return root;
  }

  private static Run run(Path root, String options, String... program) {
    Stream<String> words =
        Stream.concat(Stream.of("--root=" + root), Stream.of(options.split(" ", -1)));
    return Run.of(ENVIRONMENT, Stream.concat(Stream.of(program), words).toList());
  }

  private static String tree(Path root) {
    Run run =
        Checkout.run(
            ENVIRONMENT,
            Checkout.file("acceptance/list-tree"),
            Peers.folder().toString(),
            root.toString());
    assertThat(run).returns(0, Run::exitCode).returns("", Run::err);
    return run.out();
  }
}

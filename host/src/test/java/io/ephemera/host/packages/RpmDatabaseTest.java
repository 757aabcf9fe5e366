// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.host.files.RootFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of rpm, and how its answers are read; the program itself is not on Debian. */
class RpmDatabaseTest {
  private final List<String> asked = new ArrayList<>();

  private Map<BytePath, Owner> owners(boolean isHost, String said, String... paths)
      throws IOException {
    List<BytePath> all = new ArrayList<>();
    for (String path : paths) {
      all.add(BytePath.of(path));
    }
    try (PackageRoot root = new PackageRoot("var/lib/rpm/rpmdb.sqlite \"x\"")) {
      Questions questions = new Questions(all);
      RpmDatabase rpm =
          new RpmDatabase(
              new RootFiles(root.root()),
              isHost,
              (limit, arguments) -> {
                asked.add(String.join(" ", arguments));
                if (said.equals("fails")) {
                  throw new IOException("rpm did not end in time");
                }
                return said;
              });
      assertThat(rpm.search(questions)).isTrue();
      return questions.answers(all);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bash\t5.2-1.fc40                            | bash 5.2-1.fc40 rpm
          b\t2-1~a\t1-1                               | b 2-1 rpm, a 1-1 rpm
          file /etc/x is not owned by any package     | none
          error: file /etc/x: No such file or directory | unknown: rpm: error: file /etc/x: No such file or directory
          fails                                       | unknown: rpm cannot be asked: rpm did not end in time
          """)
  void itsAnswersAreRead(String said, String owner) throws IOException {
    String text = said.replace("2-1~a", "2-1\na");
    Map<BytePath, Owner> owners = owners(true, text, "/etc/x");
    String expected = owner.equals("b 2-1 rpm, a 1-1 rpm") ? "a 1-1 rpm, b 2-1 rpm" : owner;
    assertThat(PackageRoot.shown(owners.get(BytePath.of("/etc/x")))).isEqualTo(expected);
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst()).endsWith("-f -- /etc/x");
  }

  @Test
  void itIsNotAskedAboutAnotherRootDirectory() throws IOException {
    Owner owner = owners(false, "bash\t1", "/etc/x").get(BytePath.of("/etc/x"));
    assertThat(owner).isInstanceOf(Owner.Unknown.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void itIsNotAskedForANameThatAnArgumentMayChange() throws IOException {
    Map<BytePath, Owner> owners = owners(true, "bash\t1", "/etc/\u00e9", "/etc/x");
    assertThat(PackageRoot.shown(owners.get(BytePath.of("/etc/\u00e9"))))
        .isEqualTo("unknown: rpm is not asked for /etc/\u00e9: its name is not plain ASCII");
    assertThat(PackageRoot.shown(owners.get(BytePath.of("/etc/x")))).isEqualTo("bash 1 rpm");
  }
}

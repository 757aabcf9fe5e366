// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.tmpfiles.language.Accounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileAccountsTest {
  private static final String PASSWD =
      """
      # comment

      bad
      u:x:12:13::/h:/s
      hex:x:0x5:1::/:
      old:x:65535:65535:::
      short:x
      x2:x:10:10
      +::::::
      -u:x:1:1:::
      u:x:99:1::/:/
      root:x:55:1::/:/
      big:x:4294967294:1:::
      too:x:4294967295:1:::
      :x:3:3:::
      none:x::1:::
      \u00e9:x:7:7:::\
      """;

  @TempDir private Path top;

  private OptionalInt user(String name) throws IOException {
    Path etc = Files.createDirectories(top.toRealPath().resolve("etc"));
    Files.writeString(etc.resolve("passwd"), PASSWD, StandardCharsets.ISO_8859_1);
    new Installation(top.toRealPath())
        .file("/usr/lib/passwd", "lib:x:22:22::/:/\nu:x:23:23:::\n")
        .file("/etc/group", "g:x:33:a,b\nh:x:34\n");
    try (Root root = new Installation(top.toRealPath()).root()) {
      return new FileAccounts(root).user(name);
    }
  }

  @ParameterizedTest
  @CsvSource({"u, 12", "old, 65535", "x2, 10", "root, 0", "lib, 22", "big, -2", "\u00e9, 7"})
  void theFirstLineForAnAccountWins(String name, int id) throws IOException {
    assertThat(user(name)).hasValue(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bad", "hex", "short", "+", "-u", "too", "", "none", "# comment", "daemon", "g"})
  void invalidLinesAreIgnored(String name) throws IOException {
    assertThat(user(name)).isEmpty();
  }

  @Test
  void groupsAreReadFromTheirOwnFile() throws IOException {
    new Installation(top.toRealPath())
        .file("/etc/group", "g:x:33:a,b\nh:x:34\n")
        .file("/etc/passwd", "u:x:1:1:::\n");
    try (Root root = new Installation(top.toRealPath()).root()) {
      FileAccounts accounts = new FileAccounts(root);
      assertThat(accounts.group("g")).hasValue(33);
      assertThat(accounts.group("h")).hasValue(34);
      assertThat(accounts.group("root")).hasValue(0);
      assertThat(accounts.group("u")).isEmpty();
    }
  }

  @Test
  void onlyRootIsKnownWithoutFiles() throws IOException {
    try (Root root = new Installation(top.toRealPath()).root()) {
      assertThat(new FileAccounts(root).user("root")).hasValue(0);
      assertThat(new FileAccounts(root).user("daemon")).isEmpty();
    }
  }

  /** The files in /usr/lib may give the name another ID. */
  @Test
  void fileThatCannotBeReadIsNotTakenForAMissingOne() throws IOException {
    Installation system =
        new Installation(top.toRealPath())
            .directory("/etc/passwd")
            .file("/usr/lib/passwd", "u:x:1:1:::\n");
    try (Root root = system.root()) {
      FileAccounts accounts = new FileAccounts(root);
      assertThatThrownBy(() -> accounts.user("u"))
          .hasMessage("cannot read /etc/passwd: not a regular file");
      assertThat(accounts.user("root")).hasValue(0);
    }
  }

  @Test
  void eachNameIsAskedForOnceWhateverTheAnswer() throws Exception {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    NameServiceAccounts.Answers answers =
        new NameServiceAccounts.Answers() {
          @Override
          OptionalInt ask(String name) throws SystemCallException {
            asked.add(name);
            if (name.equals("broken")) {
              throw new SystemCallException(SystemCall.LOOK_UP_USER, name, Errno.EIO);
            }
            return name.equals("known") ? OptionalInt.of(7) : OptionalInt.empty();
          }
        };
    Callable<Void> questions =
        () -> {
          for (int i = 0; i < 100; i++) {
            assertThat(answers.of("known")).hasValue(7);
            assertThat(answers.of("unknown")).isEmpty();
            assertThat(answers.of("root")).hasValue(0);
            assertThatThrownBy(() -> answers.of("broken")).isInstanceOf(SystemCallException.class);
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Void> done : threads.invokeAll(List.of(questions, questions))) {
        done.get();
      }
    }
    assertThat(asked).containsExactlyInAnyOrder("known", "unknown", "broken");
  }

  @Test
  void theNameServiceKnowsTheAccountsInTheFilesOfTheSystem() throws IOException {
    Accounts accounts = new NameServiceAccounts();
    for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
      String[] fields = line.split(":", -1);
      assertThat(accounts.user(fields[0])).hasValue(Integer.parseUnsignedInt(fields[2]));
    }
    for (String line : Files.readAllLines(Path.of("/etc/group"), StandardCharsets.ISO_8859_1)) {
      String[] fields = line.split(":", -1);
      assertThat(accounts.group(fields[0])).hasValue(Integer.parseUnsignedInt(fields[2]));
    }
    assertThat(accounts.user("no such user")).isEmpty();
    assertThat(accounts.group("no such group")).isEmpty();
  }
}

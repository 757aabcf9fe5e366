// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits, signals and standard streams of a command. */
class SettingsTest {
  private static final int NOT_PERMITTED = 77;

  private final TestFolder folder = TestFolder.inMemory();
  private final JavaProgram program =
      JavaProgram.of(
              SettingsMain.class,
              "io.ephemera.isolate.Planner",
              "io.ephemera.process.Users",
              "io.ephemera.fs.Bytes",
              "io.ephemera.linux.Fd")
          .copiedTo(folder.path());

  @BeforeEach
  void needsRoot() {
    assumeTrue(TestUser.isRoot(), "needs root, to become another user and to raise limits");
  }

  @AfterEach
  void remove() {
    folder.close();
  }

  private Started run(String options, String script) throws Exception {
    List<String> words = new ArrayList<>();
    if (!options.isEmpty()) {
      words.addAll(Arrays.asList(options.split(" ", -1)));
    }
    words.add(script);
    return new Started.Launch(program).run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "start=child ", "uid=4711 ", "uid=4711 start=child "})
  void aCommandHasItsLimits(String how) throws Exception {
    Started started =
        run(
            how + "LimitNOFILE=71:77 LimitCORE=0:0 nice=5 oom=300 nnp=true pipe=true",
            "ulimit -Sn; ulimit -Hn; ulimit -Hc; nice; cat /proc/self/oom_score_adj;"
                + " sed -n -e s/^NoNewPrivs:.//p -e s/^SigIgn:.//p /proc/$$/status");
    assertThat(started.said()).startsWith("71\n77\n0\n5\n300\n");
    assertThat(started.said()).containsPattern("\n[0-9a-f]{12}[13579bdf][0-9a-f]{3}\n1");
    assertThat(started.status()).isZero();
  }

  @Test
  void aCommandThatComesBeforeHasThemToo() throws Exception {
    String show = "ulimit -n; nice; grep -c ^NoNewPrivs:.1 /proc/$$/status";
    Started started =
        new Started.Launch(program)
            .run("LimitNOFILE=71:77", "nice=3", "nnp=true", "before=" + show, show);
    assertThat(started.said()).isEqualTo("71\n3\n1\n71\n3\n1");
  }

  @Test
  void aProcessThatStaysBesideTheCommandKeepsItsOwn() throws Exception {
    Started without = run("start=child", "true");
    String hard = run("", "ulimit -Hn").said(); // lowered, it could not be raised again here
    Started with = run("start=child LimitNOFILE=71:" + hard + " nice=5", "true");
    assertThat(with.said()).isEqualTo(without.said()).startsWith("own ");
  }

  @ParameterizedTest
  @CsvSource({"pipe=false, default", "pipe=true, ignored", "nice=0, ignored"})
  void sigpipeIsAsAskedFor(String option, String expected) throws Exception {
    Started started =
        new Started.Launch(program)
            .under("sh", "-c", "trap '' PIPE; exec \"$@\"", "sh")
            .withProperty("ephemera.ignored", String.valueOf(1 << 12))
            .run(option, "sed -n s/^SigIgn:.//p /proc/$$/status");
    boolean ignored = (Long.parseLong(started.said(), 16) & 1 << 12) != 0;
    assertThat(ignored ? "ignored" : "default").isEqualTo(expected);
  }

  private Started.Launch withoutPrivileges() {
    return new Started.Launch(program)
        .under("prlimit", "--nofile=1000:1000")
        .under("setpriv", "--bounding-set=-sys_resource,-sys_nice");
  }

  @ParameterizedTest
  @CsvSource({
    "LimitNOFILE=100:5000, LimitNOFILE, 100 1000",
    "LimitNOFILE=2000:5000, LimitNOFILE, 1000 1000",
    "nice=-1, Nice, 1000 1000",
    "oom=-1, OOMScoreAdjust, 1000 1000"
  })
  void whatNeedsPrivilegesGetsAsNearAsTheKernelAllows(String option, String name, String limits)
      throws Exception {
    Started started = withoutPrivileges().run(option, "echo $(ulimit -Sn) $(ulimit -Hn) $(nice)");
    assertThat(started.said())
        .startsWith(name + " is only as near to what was asked for as the kernel allows")
        .endsWith("\n" + limits + " 0");
    assertThat(started.status()).isZero();
  }

  @Test
  void aLimitThatNoKernelTakesIsRefused() throws Exception {
    Started started = withoutPrivileges().run("LimitNOFILE=9:5", "echo running");
    assertThat(started.said())
        .startsWith("cannot set LimitNOFILE: Invalid argument")
        .doesNotContain("running");
    assertThat(started.status()).isEqualTo(NOT_PERMITTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "start=child "})
  void standardStreamsAreFilesOfTheCallerAndNothingElseIsOpen(String how) throws Exception {
    Path input = Files.writeString(folder.path().resolve("input"), "read\n");
    Path output = folder.path().resolve("output");
    Started started =
        run(
            how
                + "uid=4711 umask=027 in=READ:"
                + input
                + " out=WRITE:"
                + output
                + " err=WRITE:"
                + output,
            "cat; echo error >&2; exec ls /proc/self/fd");
    assertThat(started.said().startsWith("own") ? "" : started.said()).isEmpty();
    assertThat(output).hasContent("read\nerror\n0\n1\n2\n3\n");
    assertThat(Files.getAttribute(output, "unix:mode")).isEqualTo(0100640);
    assertThat(Files.getAttribute(output, "unix:uid")).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({"WRITE, newlonger", "APPEND, content longernew", "TRUNCATE, new"})
  void anExistingFileIsOpenedAsAskedFor(String opening, String expected) throws Exception {
    Path output = Files.writeString(folder.path().resolve("output"), "xxxlonger");
    if (opening.equals("APPEND")) {
      Files.writeString(output, "content longer");
    }
    Started started = run("uid=4711 out=" + opening + ":" + output, "printf new");
    assertThat(started.status()).isZero();
    assertThat(output).hasContent(expected);
  }

  @Test
  void nothingIsAtTheOtherEndOfNull() throws Exception {
    assertThat(run("in=null out=null", "cat; echo lost; echo said >&2").said()).isEqualTo("said");
  }

  @Test
  void aMessageGoesToTheCallersStandardError() throws Exception {
    Path output = folder.path().resolve("output");
    Started started = run("err=WRITE:" + output + " directory=/missing", "true");
    assertThat(started.said()).startsWith("the command cannot start in /missing");
    assertThat(output).isEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({"/missing, /", "/dev/null, /", "/usr, /usr"})
  void anOptionalDirectoryMayBeMissing(String directory, String expected) throws Exception {
    assertThat(run("optional=yes directory=" + directory, "pwd").said()).isEqualTo(expected);
    boolean missing = expected.equals("/");
    assertThat(run("directory=" + directory, "pwd").status())
        .isEqualTo(missing ? NOT_PERMITTED : 0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.process.Environ;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandEnvironmentTest {
  private static final String SAFE_PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String OF_SERVICES =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin";

  @ParameterizedTest
  @CsvSource({
    "'', '', '', ''",
    "B=2 A=1, '', '', B=2 A=1",
    "A=1 B=2, A=3, '', B=2 A=3",
    "A=1 B=2 A=4, A=3, '', B=2 A=3",
    "A=1 B=2, '', A, B=2",
    "AB=1 A, '', A, AB=1",
    "A=1, A=2, A, A=2",
    "EPHEMERA_OUTER_CLASSPATH=/c MALLOC_ARENA_MAX=1, '', '', CLASSPATH=/c",
    "EPHEMERA_OUTER_CLASSPATH=/c, CLASSPATH=/d, '', CLASSPATH=/d",
    "EPHEMERA_OUTER_HOME=/c, '', '', EPHEMERA_OUTER_HOME=/c",
  })
  void callersVariablesAreInheritedUnlessReplaced(
      String ours, String set, String removed, String expected) {
    assertThat(entries(ours, set, removed, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', ''",
    "PATH=/evil A=1 LD_PRELOAD=/x HOME=/root, '', ''",
    "TERM=xterm LANG=C LC_TIME=C COLORTERM=1, '', ' TERM=xterm LANG=C LC_TIME=C COLORTERM=1'",
    "LISTEN_PID=1 LISTEN_FDS=2 LISTEN_FDNAMES=a:b, '', ' LISTEN_PID=1 LISTEN_FDS=2"
        + " LISTEN_FDNAMES=a:b'",
    "NOTIFY_SOCKET=/n WATCHDOG_PID=1 WATCHDOG_USEC=2, '', ' NOTIFY_SOCKET=/n WATCHDOG_PID=1"
        + " WATCHDOG_USEC=2'",
    "TERM=a, HOME=/h, ' TERM=a HOME=/h'",
    "EPHEMERA_OUTER_CLASSPATH=/c, '', ''",
  })
  void cleanEnvironmentHasWhatAProgramNeeds(String ours, String set, String more) {
    assertThat(entries(ours, set, "", true)).isEqualTo(SAFE_PATH + more);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', '', " + OF_SERVICES,
    "A=1 TERM=x LANG=C LC_TIME=C NOTIFY_SOCKET=/n LISTEN_FDS=1, '', '', '', "
        + OF_SERVICES
        + " LANG=C LC_TIME=C NOTIFY_SOCKET=/n LISTEN_FDS=1",
    "A=1 B=2 TMPDIR=/t, A TMPDIR C, '', '', " + OF_SERVICES + " A=1 TMPDIR=/t",
    "PATH=/evil, PATH, '', '', PATH=/evil",
    "PATH=/evil, PATH, PATH=/mine, '', PATH=/mine",
    "A=1, A, A=2 B=3 A=4, '', " + OF_SERVICES + " B=3 A=4",
    "'', '', OF_PLAN=mine A=1, '', " + OF_SERVICES + " OF_PLAN=mine A=1",
    "A=1 LANG=C, A, B=2 D=3, A B=2 D=9 LANG, " + OF_SERVICES + " D=3",
    "'', '', A=1 AB=2 A, A, " + OF_SERVICES + " AB=2",
    "'', '', A=1, PATH, A=1",
  })
  void aServiceHasWhatItsUnitSays(
      String ours, String passed, String entries, String unset, String expected) {
    EnvironmentRequest request =
        new EnvironmentRequest(
            EnvironmentRequest.Base.SERVICE,
            words(passed),
            words(entries).stream().map(Bytes::latin1).toList(),
            words(unset).stream().map(Bytes::latin1).toList());
    String set = entries.contains("OF_PLAN") ? "OF_PLAN=theirs" : "";
    assertThat(entries(ours, set, "TMPDIR", declaration(request))).isEqualTo(expected);
  }

  private static String entries(String ours, String set, String removed, boolean clean) {
    return entries(ours, set, removed, declaration(clean));
  }

  private static String entries(String ours, String set, String removed, Declaration declaration) {
    RunPlan plan =
        new RunPlan(
            declaration,
            "",
            new Identity.Unchanged(0, 0),
            List.of(),
            words(set).stream().map(Bytes::latin1).toList(),
            words(removed),
            null,
            null);
    StringBuilder block = new StringBuilder();
    words(ours).forEach(entry -> block.append(entry).append('\0'));
    Environ environ = Environ.parse(Bytes.latin1(block.toString()));
    List<Bytes> entries =
        CommandEnvironment.of(plan, environ, List.of("CLASSPATH", "MALLOC_ARENA_MAX")).entries();
    return String.join(" ", entries.stream().map(Bytes::latin1).toList());
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }

  private static Declaration declaration(boolean clean) {
    EnvironmentRequest.Base base =
        clean ? EnvironmentRequest.Base.CLEAN : EnvironmentRequest.Base.CALLER;
    return declaration(EnvironmentRequest.OF_CALLER.withBase(base));
  }

  private static Declaration declaration(EnvironmentRequest request) {
    return new DeclarationBuilder()
        .environment(request)
        .build(Invocation.of(List.of(Bytes.latin1("true"))));
  }
}

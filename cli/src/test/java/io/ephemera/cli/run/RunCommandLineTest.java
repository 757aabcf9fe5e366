// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.cli.command.CommandLines;
import io.ephemera.cli.command.UsageException;
import io.ephemera.isolate.BaseDirectories;
import io.ephemera.isolate.Planner;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line declares, and what the plan for root says. */
class RunCommandLineTest {
  private static final Identity CALLER = new Identity.Unchanged(0, 0);

  private static Declaration read(String words) throws UsageException, IOException {
    return DeclarationOptions.read(CommandLines.parse(new RunDefinition(), words), null);
  }

  /** The lines of the plan, without the column of blanks, between semicolons. */
  private static String plan(String words) throws UsageException, IOException {
    List<String> lines = new ArrayList<>();
    Planner planner = new Planner(CALLER, new BaseDirectories.OfSystem(), 0);
    new TextRunPlan(line -> lines.add(line.strip().replaceAll(" {2,}", " ")))
        .print(planner.plan(read(words)));
    return String.join("; ", lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -- true                                  | command true
          --name=web -- sh -c x                    | name web; command sh -c x
          --lock -- job                            | name job; lock if one runs, end with 75; command job
          --lock=fail -- /usr/bin/job              | name job; lock if one runs, end with 75; command /usr/bin/job
          --lock=wait -- job                       | name job; lock if one runs, wait for its end; command job
          --lock --conflict-exit-code=0 -- job     | name job; lock if one runs, end with 0; command job
          --runtime-directory=b -- a               | name a; directory /run/b mode 0755 uid 0 gid 0; set RUNTIME_DIRECTORY=/run/b; command a
          --runtime-directory=b:2770 -- a          | name a; directory /run/b mode 02770 uid 0 gid 0; set RUNTIME_DIRECTORY=/run/b; command a
          --state-directory=./b//c/ -- a           | name a; directory /var/lib/b/c mode 0755 uid 0 gid 0; set STATE_DIRECTORY=/var/lib/b/c; command a
          --cache-directory=b --cache-directory=a --cache-directory=b -- x | name x; directory /var/cache/a mode 0755 uid 0 gid 0; directory /var/cache/b mode 0755 uid 0 gid 0; set CACHE_DIRECTORY=/var/cache/a:/var/cache/b; command x
          --logs-directory=l --configuration-directory=c -- x | name x; directory /var/log/l mode 0755 uid 0 gid 0; directory /etc/c mode 0755 uid 0 gid 0; set LOGS_DIRECTORY=/var/log/l; set CONFIGURATION_DIRECTORY=/etc/c; command x
          --runtime-directory=z --runtime-directory=a --pid-file=p -- x | name x; directory /run/a mode 0755 uid 0 gid 0; directory /run/z mode 0755 uid 0 gid 0; pid file /run/z/p; set RUNTIME_DIRECTORY=/run/a:/run/z; command x
          --private-tmp -- x                       | private tmp /tmp and /var/tmp in memory, size 10%; unset TMPDIR; unset TMP; unset TEMP; command x
          --private-tmp=tmpfs --tmp-size=64m -- x  | private tmp /tmp and /var/tmp in memory, size 64m; unset TMPDIR; unset TMP; unset TEMP; command x
          --private-tmp=disk -- x                  | name x; private tmp /tmp and /var/tmp on disk; unset TMPDIR; unset TMP; unset TEMP; command x
          --private-tmp --exception=/tmp/.X11-unix -- x | private tmp /tmp and /var/tmp in memory, size 10%; exception /tmp/.X11-unix; unset TMPDIR; unset TMP; unset TEMP; command x
          --bind=/a:/b --bind-ro=/c --tmpfs=/d -- x | mount /a at /b; mount /c at /c, read-only; mount an empty tmpfs at /d; command x
          --bind=/a\\:b:/c -- x                    | mount /a:b at /c; command x
          --private-ipc --env=clean -- x | private IPC System V IPC, /dev/shm, /dev/mqueue; environment clean; command x
          --tmpfiles=/etc/x.conf -- x              | tmpfiles /etc/x.conf; command x
          --before=y --before=z -- x               | before y; before z; command x
          --supervise -- x                         | command x; supervise beside it
          --init --kill-rest -- x                  | command x; supervise as init, ends what the command leaves
          """)
  void optionsBecomeAPlan(String words, String plan) throws UsageException, IOException {
    assertThat(plan(words)).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                                  | expected -- and a COMMAND
          --                                  | expected -- and a COMMAND
          x -- y                              | unexpected argument 'x'
          --runtime-directory=/a -- x         | invalid --runtime-directory=/a
          --runtime-directory=a/../b -- x     | invalid --runtime-directory=a/../b
          --runtime-directory= -- x           | invalid --runtime-directory=
          --runtime-directory=. -- x          | invalid --runtime-directory=.
          --runtime-directory=a:b:0700 -- x   | invalid --runtime-directory=a:b:0700
          --runtime-directory=a:rwx -- x      | invalid --runtime-directory (rwx): expected a mode such as 0750
          --runtime-directory=a:17777 -- x    | expected a mode such as 0750
          --umask=1777 -- x                   | invalid --umask (1777): expected a mask such as 077
          --pid-file=a/b -- x                 | --pid-file requires a name without a slash
          --conflict-exit-code=3 -- x         | --conflict-exit-code requires --lock=fail
          --lock=wait --conflict-exit-code=3 -- x | --conflict-exit-code requires --lock=fail
          --lock --conflict-exit-code=256 -- x | invalid --conflict-exit-code=256
          --lock=never -- x                   | unknown HOW 'never': expected fail or wait
          --keep-fds --close-fds -- x         | contradict each other
          --keep -- x                         | --keep requires a --runtime-directory
          --clean-before -- x                 | --clean-before requires a --runtime-directory
          --kill-rest -- x                    | --kill-rest requires --supervise or --init
          --tmp-size=1m -- x                  | --tmp-size requires --private-tmp=tmpfs
          --private-tmp=disk --tmp-size=1m -- x | --tmp-size requires --private-tmp=tmpfs
          --private-tmp --tmp-size=lots -- x  | invalid --tmp-size=lots
          --exception=/tmp/x -- x             | require --private-tmp
          --require-private-tmp -- x          | require --private-tmp
          --bind=/a:/b:/c -- x                | expected PATH:TARGET
          --bind=/a/../b -- x                 | --bind=/a/../b contains
          --bind= -- x                        | --bind requires a path
          --user= -- x                        | --user requires a name
          --private-tpm -- x                  | did you mean '--private-tmp'
          """)
  void anInvalidCommandLineIsExplained(String words, String reason) {
    assertThatThrownBy(() -> read(words))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --runtime-directory=systemd -- x            | /run/systemd belongs to the system
          --runtime-directory=user/1000 -- x          | /run/user belongs to the system
          --state-directory=private/x -- x            | /var/lib/private belongs to the system
          --runtime-directory=a --runtime-directory=a:0700 -- x | /run/a is given two different modes
          --tmpfs=/run --runtime-directory=a -- x     | the command would not see /run/a
          --bind=/a:/var/lib --state-directory=a -- x | the command would not see /var/lib/a
          --pid-file=p -- x                           | --pid-file requires a --runtime-directory
          --name=a/b -- x                             | invalid --name
          --name=.x -- x                              | invalid --name
          --lock -- [                                 | add --name=NAME
          """)
  void whatCannotBePlannedIsExplained(String words, String reason) {
    assertThatThrownBy(() -> plan(words))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(reason)
        .extracting(e -> ((RunException) e).failure())
        .isEqualTo(RunException.Failure.USAGE);
  }
}

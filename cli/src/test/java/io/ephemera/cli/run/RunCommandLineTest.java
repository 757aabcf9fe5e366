// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.cli.command.CommandLines;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.isolate.BaseDirectories;
import io.ephemera.isolate.Planner;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.service.ServiceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line declares, and what the plan for root says. */
class RunCommandLineTest {
  private static final Identity CALLER = new Identity.Unchanged(0, 0);

  @TempDir private Path folder;

  private static Declaration read(String words) throws UsageException, IOException {
    return declaration(CommandLines.parse(new RunDefinition(), words), null);
  }

  private static Declaration declaration(ParsedCommandLine line, @Nullable ServiceFile unit)
      throws UsageException, IOException {
    return DeclarationOptions.read(line, unit, DeclarationOptions.command(line, unit));
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
          x -- y                              | unexpected argument 'x': the command must follow --
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

  private static ServiceFile unit(ParsedCommandLine line) throws UsageException, IOException {
    return UnitOption.read(line, new Output());
  }

  private ParsedCommandLine parse(String words) throws UsageException, IOException {
    Path file = folder.resolve("web.service");
    Files.writeString(
        file,
        """
        [Unit]
        After=network.target
        [Service]
        RuntimeDirectory=web
        PrivateTmp=yes
        PrivateDevices=no
        ExecStartPre=/bin/pre one
        ExecStart=/bin/web --serve
        """);
    Files.writeString(
        folder.resolve("files.service"),
        """
        [Service]
        ProtectSystem=full
        InaccessiblePaths=/a
        ReadWritePaths=-/b
        BindPaths=-/c /d:/e:norbind
        TemporaryFileSystem=/f:ro /g:size=1M,mode=0700
        ExecStart=/bin/x
        """);
    Files.writeString(
        folder.resolve("forking.service"),
        "[Service]\nType=forking\nStateDirectory=s\nExecStart=+/bin/web\n");
    Files.writeString(folder.resolve("none.service"), "[Service]\nUser=a\n");
    Files.writeString(
        folder.resolve("boxed.service"), "[Service]\nLockPersonality=yes\nExecStart=/bin/x\n");
    return CommandLines.parse(
        new RunDefinition(), words.replace("UNIT", file.toString()).replace("DIR", "" + folder));
  }

  /** Parts of the plan between semicolons; none of those after an exclamation mark is in it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --unit=UNIT                                | name web;directory /run/web mode 0755;private tmp /tmp and /var/tmp on disk;environment clean;before /bin/pre one;command /bin/web --serve
          --unit=UNIT -- other --x                   | name web;directory /run/web;before /bin/pre one;command other --x;!--serve
          --unit=UNIT --                             | command /bin/web --serve
          --unit=UNIT --name=shop --lock             | name shop;lock if one runs, end with 75
          --unit=UNIT --runtime-directory=b          | directory /run/web;directory /run/b;set RUNTIME_DIRECTORY=/run/b:/run/web
          --unit=UNIT --pid-file=p                   | pid file /run/web/p
          --unit=UNIT --clean-before                 | clean dead sockets
          --unit=UNIT --private-tmp=tmpfs --tmp-size=1m | private tmp /tmp and /var/tmp in memory, size 1m
          --unit=UNIT --private-tmp --exception=/tmp/x | exception /tmp/x
          --unit=UNIT --bind=/a:/b --private-ipc     | mount /a at /b;private IPC
          --unit=UNIT --env=keep                     | !environment clean
          --unit=UNIT --env=clean                    | environment clean
          --unit=UNIT --before=first                 | before first; before /bin/pre one
          --unit=UNIT --init --kill-rest             | supervise as init, ends what the command leaves
          --unit=UNIT --without=PrivateTmp           | !private tmp
          --unit=UNIT --without=mounts               | directory /run/web;!private tmp
          --unit=UNIT --without=RuntimeDirectory --without=ExecStartPre | !directory;!before;command /bin/web
          --unit=DIR/boxed.service --without=sandbox | command /bin/x
          --unit=DIR/boxed.service --without=LockPersonality | command /bin/x
          --unit=DIR/forking.service -- web --foreground | name forking;directory /var/lib/s;command web --foreground
          --unit=DIR/none.service -- x               | name none;command x
          --unit=DIR/files.service                   | mount /c at /c, if it exists; mount /d at /e, without mounts below it; mount an empty tmpfs at /f, read-only; mount an empty tmpfs at /g, mode=0700,size=1M; access /a none; access /b writable, if it exists; access /usr read-only, if it exists
          """)
  void optionsAddToAUnit(String words, String parts) throws UsageException, IOException {
    ParsedCommandLine line = parse(words);
    List<String> lines = new ArrayList<>();
    new TextRunPlan(text -> lines.add(text.strip().replaceAll(" {2,}", " ")))
        .print(
            new Planner(CALLER, new BaseDirectories.OfSystem(), 0)
                .plan(declaration(line, unit(line))));
    String plan = String.join("; ", lines);

    for (String part : parts.replace("; ", "\0").split(";", -1)) {
      String text = part.replace("\0", "; ");
      if (text.startsWith("!")) {
        assertThat(plan).doesNotContain(text.substring(1));
      } else {
        assertThat(plan).contains(text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --unit=DIR/none.service                    | the unit has no ExecStart=; add -- and a COMMAND
          --unit=UNIT --without=RuntimeDirectory --keep | --keep requires a --runtime-directory
          --unit=UNIT --tmp-size=1m                  | --tmp-size requires --private-tmp=tmpfs
          --unit=DIR/boxed.service --without=LockPersonality --exception=/tmp/x | require --private-tmp
          --unit                                     | option '--unit' requires a value
          """)
  void optionsThatDoNotFitAUnitAreExplained(String words, String reason) {
    assertThatThrownBy(
            () -> {
              ParsedCommandLine line = parse(words);
              declaration(line, unit(line));
            })
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --unit=UNIT --without=PrivateTemp          | 64 | --without=PrivateTemp is not a directive of [Unit] or [Service]; did you mean 'PrivateTmp'?
          --unit=UNIT --without=privatetmp           | 64 | did you mean 'PrivateTmp'?
          --unit=UNIT --without=sandboxes            | 64 | did you mean 'sandbox'?
          --unit=UNIT --without=mount                | 64 | did you mean 'mounts'
          --unit=UNIT --without=                     | 64 | --without= is not a directive
          --unit=UNIT --without=WantedBy             | 64 | is not a directive of [Unit] or [Service]
          --unit=DIR/boxed.service                   | 78 | boxed.service:2:17: LockPersonality=yes
          --unit=DIR/forking.service                 | 78 | Type=forking: a command that goes into the background cannot be run here; add -- and a COMMAND
          --unit=DIR/missing.service                 | 78 | missing.service: there is no such file
          --unit=web                                 | 78 | web is neither the name of a unit, such as web.service, nor a path
          --unit=                                    | 78 | neither the name of a unit
          """)
  void aUnitThatIsNotRunIsExplained(String words, int status, String reason) {
    assertThatThrownBy(() -> unit(parse(words)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(reason)
        .extracting(e -> ((RunException) e).failure().status())
        .isEqualTo(status);
  }
}

// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a shell sees of {@code ephemera run}: exit statuses, refusals, and that nothing is left. */
class RunCommandTest {
  private static final String WORDS =
      """
      E=/mnt/ephemera
      WEAK="setpriv --bounding-set -sys_admin --inh-caps -sys_admin"
      OTHER="--user=12345 --group=12345"
      U=/run/systemd/system
      unit() { mkdir -p $U; name=$1; shift; printf '%s\\n' "$@" >$U/$name; }
      end() { sed "s|$U/||"; rm -r /run/systemd; }
      left() { ls -d /run/* /tmp/ephemera-* /var/tmp/* 2>/dev/null | grep -vx -e /run/ephemera -e /run/mount; }
      """;

  /**
   * A script, and what it prints on standard output.
   *
   * @param title what it shows
   */
  record Row(String title, String script, String printed) {
    @Override
    public String toString() {
      return title;
    }
  }

  private static Row row(String title, String script, String... printed) {
    return new Row(title, script, String.join("\n", printed));
  }

  static final List<Row> ROWS =
      List.of(
          row("status of the command", "$E run -- sh -c 'exit 7'; echo $?", "7"),
          row("signal", "$E run -- sh -c 'kill -9 $$' 2>/dev/null; echo $?", "137"),
          row("missing command", "$E run -- missing 2>/dev/null; echo $?", "127"),
          row("not executable", "$E run -- /etc/passwd 2>/dev/null; echo $?", "126"),
          row("no command", "$E run 2>/dev/null; echo $?", "64"),
          row(
              "same process",
              "sh -c 'echo $$; exec /mnt/ephemera run --private-tmp -- sh -c \"echo \\$\\$\"' | uniq | wc -l",
              "1"),
          row(
              "private tmp",
              "touch /tmp/seen; $E run --private-tmp -- sh -c 'ls -A /tmp /var/tmp'; rm /tmp/seen",
              "/tmp:",
              "",
              "/var/tmp:"),
          row(
              "tmpfiles of a user who mounts",
              "install -d -m 700 -o 12345 -g 12345 /run/h; echo 'd /run/h/made' >/run/h/c;"
                  + " chown 12345 /run/h/c; setpriv --reuid=12345 --regid=12345 --clear-groups"
                  + " env HOME=/run/h $E run --private-tmp --tmpfiles=/run/h/c -- ls /run/h;"
                  + " rm -r /run/h",
              "c",
              "made"),
          row(
              "mounts of a start that fails",
              "$E run --private-tmp=disk --bind=/usr:/srv -- /missing 2>/dev/null; echo $?; left",
              "127"),
          row(
              "a command before that fails",
              "$E run --private-tmp=disk --runtime-directory=r --before='exit 5' -- true 2>/dev/null;"
                  + " echo $?; left",
              "5"),
          row(
              "a descriptor from which /tmp can be reached",
              "$E run --private-tmp -- true 8</ 2>/dev/null; echo $?",
              "64"),
          row(
              "the substitute for a private tmp is the user's, and is removed",
              "$WEAK $E run --private-tmp $OTHER -- sh -c 'touch $TMPDIR/x && echo made' 2>/dev/null;"
                  + " $E sweep >/dev/null; left",
              "made"),
          row(
              "required private tmp",
              "$WEAK $E run --private-tmp --require-private-tmp -- true 2>/dev/null; echo $?",
              "77"),
          row(
              "the record cannot be written by the command",
              "$E run --runtime-directory=r $OTHER -- bash -c 'for f in /proc/self/fd/*; do"
                  + " case $(readlink $f) in /run/ephemera/*) echo record;"
                  + " eval \"echo forged >&${f##*/}\" 2>/dev/null && echo written; esac; done;"
                  + " true'; $E sweep >/dev/null; left",
              "record"),
          row(
              "busy",
              "mkfifo /tmp/ready /tmp/end;"
                  + " $E run --name=n --lock -- sh -c 'echo >/tmp/ready; read -r x </tmp/end' &"
                  + " read -r x </tmp/ready; $E run --name=n --lock -- true 2>/dev/null; echo $?;"
                  + " $E run --name=n --lock --conflict-exit-code=0 -- true 2>&1; echo $?;"
                  + " echo >/tmp/end; wait; rm /tmp/ready /tmp/end; $E sweep; left",
              "75",
              "0"),
          row(
              "the directory of another user",
              "mkdir /run/r; chown 4711 /run/r;"
                  + " $E run --runtime-directory=r -- true 2>/dev/null; echo $?;"
                  + " stat -c %u /run/r; rmdir /run/r",
              "73",
              "4711"),
          row(
              "configuration of another user",
              "echo 'd /run/evil' >/tmp/x.conf; chown 4711 /tmp/x.conf;"
                  + " $E run --tmpfiles=/tmp/x.conf -- true 2>/dev/null; echo $?; rm /tmp/x.conf; left",
              "73"),
          row(
              "exact mode and owner, whatever the umask",
              "(umask 077; $E run --runtime-directory=r:2771 $OTHER --"
                  + " stat -c '%a %u %g' /run/r); $E sweep >/dev/null; left",
              "2771 12345 12345"),
          row(
              "a unit by its name, with a drop-in of its own",
              "unit w.service '[Service]' 'ExecStart=/bin/echo 1';"
                  + " mkdir $U/w.service.d; echo '[Service]' >$U/w.service.d/a.conf;"
                  + " printf 'ExecStart=\\nExecStart=/bin/echo 2\\n' >>$U/w.service.d/a.conf;"
                  + " $E run --unit=w.service 2>&1 | end; left",
              "2"),
          row(
              "a unit and what it does not do",
              "unit w.service '[Unit]' 'After=a.target' '[Service]' 'Restart=no' 'Nicer=1'"
                  + " 'ExecStart=/bin/true'; $E run --unit=w.service --verbose 2>&1 | end",
              "w.service:5:7: Nicer=: unknown name in the section [Service]; ignored",
              "without effect here: After, Restart"),
          row(
              "a variable that a unit removes, in its command line",
              "unit w.service '[Service]' 'Environment=A=1 B=2' 'UnsetEnvironment=A B=3'"
                  + " 'ExecStart=/bin/sh -c \"echo ${A} ${B}; env | grep ^[AB]=\"';"
                  + " $E run --unit=w.service 2>&1 | end",
              "1 2",
              "B=2"),
          row(
              "the score of a unit that may not write to /proc",
              "unit w.service '[Service]' 'OOMScoreAdjust=300' 'ReadOnlyPaths=/'"
                  + " 'ExecStart=/bin/cat /proc/self/oom_score_adj';"
                  + " $E run --unit=w.service 2>&1; $E run --unit=w.service --supervise 2>&1 | end",
              "300",
              "300"),
          row(
              "a unit that asks for too much",
              "unit w.service '[Service]' 'PrivateNetwork=yes' 'ProtectClock=1' 'ExecStart=/bin/echo x';"
                  + " $E run --unit=w.service 2>&1; echo $?;"
                  + " $E run --unit=w.service --without=sandbox 2>&1 | end",
              "ephemera run: the unit asks for what cannot be done here:",
              "  /run/systemd/system/w.service:2:16: PrivateNetwork=yes",
              "  /run/systemd/system/w.service:3:14: ProtectClock=1",
              "leave out one with --without=PrivateNetwork, or all of them with --without=sandbox",
              "78",
              "x"),
          row(
              "conditions and assertions of a unit",
              "unit w.service '[Unit]' 'ConditionPathExists=/missing' '[Service]' 'ExecStart=/bin/echo x';"
                  + " $E run --unit=w.service 2>&1; echo $?;"
                  + " $E run --unit=w.service --without=ConditionPathExists;"
                  + " sed -i s/Condition/Assert/ $U/w.service;"
                  + " $E run --unit=w.service 2>&1; echo $? | end",
              "ephemera run: /run/systemd/system/w.service:2:21: ConditionPathExists=/missing does not"
                  + " hold; not started",
              "0",
              "x",
              "ephemera run: /run/systemd/system/w.service:2:18: AssertPathExists=/missing does not"
                  + " hold; not started",
              "78"),
          row(
              "a unit without a command is refused before its conditions are asked",
              "unit w.service '[Unit]' 'ConditionPathExists=/missing' '[Service]' 'Type=oneshot';"
                  + " $E run --unit=w.service 2>&1 | head -n 1;"
                  + " $E run --unit=w.service >/dev/null 2>&1; echo $? | end",
              "ephemera run: the unit has no ExecStart=; add -- and a COMMAND",
              "64"),
          row(
              "another command in place of that of a unit",
              "unit w.service '[Service]' 'Type=forking' 'ExecStart=/missing';"
                  + " $E run --unit=w.service 2>/dev/null; echo $?;"
                  + " $E run --unit=w.service -- echo 1 | end",
              "78",
              "1"),
          row(
              "units that are not there, masked, or templates",
              "unit w@.service '[Service]'; ln -s /dev/null $U/m.service;"
                  + " for u in none m w@ w@1; do $E run --unit=$u.service 2>&1; echo $?; done | end",
              "ephemera run: none.service is in none of [/etc/systemd/system, /run/systemd/system,"
                  + " /usr/local/lib/systemd/system, /usr/lib/systemd/system, /lib/systemd/system]",
              "78",
              "ephemera run: m.service is masked: its file is empty or leads to /dev/null",
              "78",
              "ephemera run: w@.service is a template: name an instance of it, such as w@1.service",
              "78",
              "ephemera run: the unit has no ExecStart=; add -- and a COMMAND",
              "Try 'ephemera run --help'.",
              "64"),
          row(
              "parts of a unit that another user could write",
              "unit w.service '[Service]' 'EnvironmentFile=/tmp/e' 'ExecStart=/bin/echo x';"
                  + " mkdir $U/w.service.d; echo '[Service]' >$U/w.service.d/a.conf; echo A=1 >/tmp/e;"
                  + " for f in $U/w.service $U/w.service.d $U/w.service.d/a.conf $U /tmp/e; do"
                  + " $E run --unit=w.service 2>&1; chown 4711 $f; $E run --unit=w.service 2>&1; echo $?;"
                  + " chown 0 $f; chmod o+w $f; $E run --unit=w.service 2>/dev/null; echo $?;"
                  + " chmod o-w $f; done | cut -d: -f1-3 | end; rm /tmp/e; left",
              "x",
              "ephemera run: w.service: belongs to uid 4711",
              "73",
              "73",
              "x",
              "ephemera run: w.service.d: belongs to uid 4711",
              "73",
              "73",
              "x",
              "ephemera run: w.service.d/a.conf: belongs to uid 4711",
              "73",
              "73",
              "x",
              "ephemera run: w.service: is below /run/systemd/system, which belongs to uid 4711",
              "73",
              "73",
              "x",
              "ephemera run: /tmp/e: belongs to uid 4711",
              "73",
              "73"),
          row(
              "supervised: removed at once",
              "$E run --supervise --runtime-directory=r --private-tmp=disk -- sh -c 'exit 3'; echo $?;"
                  + " left",
              "3"));

  private static @Nullable PrivateTmp made;

  private final PrivateTmp tmp = Objects.requireNonNull(made);

  @BeforeAll
  static void make() {
    made =
        PrivateTmp.create(
            "mount -t tmpfs -o mode=0755 tmpfs /run\nmount -t tmpfs -o mode=1777 tmpfs /var/tmp\n");
  }

  @AfterAll
  static void close() {
    if (made != null) {
      made.close();
    }
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  void scriptPrints(Row row) {
    Run run = tmp.run(List.of("sh", "-c", WORDS + row.script()));

    assertThat(run.out().strip()).as(run.err()).isEqualTo(row.printed());
  }
}

// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Random lines of a section [Service], in blocks of which each keeps the order of its lines. */
final class ServiceBlocks {
  private static final String PROBE = "/usr/bin/perl " + OracleRoot.PROBE + " ";

  private final Choices choices;
  private final String tag;
  private final List<List<String>> blocks = new ArrayList<>();
  private final Map<String, String> files = new TreeMap<>();
  private final StringBuilder prepare = new StringBuilder();

  ServiceBlocks(Choices choices, String tag) {
    this.choices = choices;
    this.tag = tag;
    command();
    if (choices.chance(25)) {
      earlierCommands();
    }
    identity();
    environment();
    for (DirectoryLines kind : DirectoryLines.values()) {
      if (choices.chance(30)) {
        blocks.add(kind.lines(choices, tag));
      }
      if (choices.chance(4)) {
        prepare.append(kind.existing(choices, tag));
      }
    }
    maybe(20, "RuntimeDirectoryPreserve=" + choices.one("yes", "no", "restart", "true", "bad"));
    mounts();
    streams();
    process();
    harmless();
  }

  List<List<String>> blocks() {
    return blocks;
  }

  Map<String, String> files() {
    return files;
  }

  String prepare() {
    return prepare.toString();
  }

  private void add(String... lines) {
    blocks.add(Arrays.asList(lines));
  }

  private void maybe(int percent, String line) {
    if (choices.chance(percent)) {
      add(line);
    }
  }

  private void command() {
    if (choices.chance(60)) {
      add("Type=" + choices.one("simple", "exec", "oneshot"));
    }
    String start = "ExecStart=" + start();
    if (choices.chance(6)) {
      add("ExecStart=/bin/false", "ExecStart=", start);
    } else {
      add(start);
    }
  }

  private String start() {
    boolean named = choices.chance(20);
    String prefix = choices.oneOr(25, List.of(""), List.of("-", ":", "-:", ":-"));
    String program =
        choices.oneOr(10, List.of("/usr/bin/perl"), List.of("perl", "/bin/perl", "\"/bin/perl\""));
    if (choices.chance(2)) {
      program = choices.one("/usr/bin/nope", "/etc/passwd", "nope");
    }
    String first = named ? " " + choices.one("zero", "-zero", "\"arg 0\"", "%n", "$A", "${A}") : "";
    return prefix
        + (named ? "@" : "")
        + program
        + first
        + " "
        + OracleRoot.PROBE
        + " "
        + tag
        + " start "
        + choices.oneOr(20, List.of("0"), List.of("1", "3", "77", "143", "255"))
        + arguments();
  }

  private String arguments() {
    StringBuilder arguments = new StringBuilder();
    for (int i = choices.upTo(5); i > 1; i--) {
      arguments.append(' ').append(argument());
    }
    return arguments.toString();
  }

  private String argument() {
    if (choices.chance(2)) {
      return choices.one("\"open", "a\\qb", "%z", "a\\", "\\xZZ", "100%");
    }
    return switch (choices.upTo(6)) {
      case 1 -> choices.one("plain", "--option=value", "\"two words\"", "'one $A'", "\"\"", "a;b");
      case 2 -> choices.one("a\\x20b", "\"tab\\there\"", "\\101", "\\u00fc", "ü", "a\\\\b", "\\;");
      case 3 -> choices.one("a\"b c\"d", "x='y z'", "\"it's\"", "'say \"x\"'", "\\x24A", "\\sx");
      case 4 ->
          choices.one("%%", "%n", "%N", "%p", "%i", "%I", "%j", "%J", "%f", "a%%b", "\"%n x\"");
      case 5 ->
          choices.one(
              "%u",
              "%U", "%g", "%G", "%h", "%s", "%t", "%S", "%C", "%L", "%E", "%T", "%V", "%H", "%m",
              "%b", "%v", "%a", "%l", "%q", "%o", "%w", "%y", "%Y", "%d", "%D");
      default ->
          choices.one(
              "$A",
              "${A}",
              "x${A}y",
              "\"$A\"",
              "'$A'",
              "\"${A} z\"",
              "$$A",
              "$UNSET",
              "${UNSET}",
              "x$A",
              "$B",
              "$1",
              "${B}${A}",
              "$",
              "${",
              "$A$B",
              "$HOME",
              "${RUNTIME_DIRECTORY}",
              "$STATE_DIRECTORY",
              "${USER}",
              "$ORACLE_PASSED",
              "${A",
              "$A-x",
              "$PATH");
    };
  }

  private void earlierCommands() {
    List<String> lines = new ArrayList<>();
    for (int i = choices.upTo(3); i > 0; i--) {
      lines.add(
          "ExecStartPre="
              + switch (choices.upTo(6)) {
                case 1, 2 ->
                    PROBE + tag + choices.one(" first 0", " second 0", " third 0") + arguments();
                case 3 -> "-" + PROBE + tag + " failing 5";
                case 4 -> "/bin/sh -c 'echo $$A >/tmp/%n; umask >>/tmp/%n'";
                case 5 -> choices.one("-/bin/false", "-/usr/bin/nope", "/bin/true", "@true me");
                default -> choices.oneOr(10, List.of("true", ":/bin/true $A"), List.of("false"));
              });
    }
    if (choices.chance(10)) {
      lines.add(0, "ExecStartPre=/bin/false");
      lines.add(1, "ExecStartPre=");
    }
    blocks.add(lines);
  }

  private void identity() {
    List<String> users = List.of("svc", "svc", "alice", "root", "nologin", "nohome", "901", "5001");
    List<String> groups = List.of("svc", "first", "third", "953", "root", "alice");
    if (choices.chance(60)) {
      String user = choices.oneOr(3, users, List.of("missing", "4242", "not/valid", ""));
      if (choices.chance(5)) {
        add("User=missing", "User=", "User=" + user);
      } else {
        add("User=" + user);
      }
    }
    maybe(30, "Group=" + choices.oneOr(3, groups, List.of("missing", "4242", "b a d", "")));
    if (choices.chance(30)) {
      String some = choices.some(3, "first", "second", "third", "953", "svc");
      if (choices.chance(15)) {
        add("SupplementaryGroups=third", "SupplementaryGroups=", "SupplementaryGroups=" + some);
      } else {
        add("SupplementaryGroups=" + some + (choices.chance(3) ? " missing" : ""));
      }
    }
  }

  private void environment() {
    if (choices.chance(70)) {
      List<String> lines = new ArrayList<>();
      for (int i = choices.upTo(3); i > 0; i--) {
        lines.add("Environment=" + assignments());
      }
      if (choices.chance(8)) {
        lines.add(choices.random().nextInt(lines.size()), "Environment=");
      }
      blocks.add(lines);
    }
    for (int i = choices.chance(35) ? choices.upTo(2) : 0; i > 0; i--) {
      environmentFile(i);
    }
    maybe(15, "PassEnvironment=" + choices.some(3, "ORACLE_PASSED", "UNSET", "PATH", "ORACLE_TWO"));
    maybe(20, "UnsetEnvironment=" + choices.some(3, "A", "B", "\"B=two words\"", "A=2", "PATH"));
  }

  private String assignments() {
    return choices.some(
        4,
        "A=1",
        choices.one("A=2", "A=\"1 2\"", "\"A=1  2 \"", "A=$B"),
        choices.one("\"B=two words\"", "B='q'", "B=a\\x20b", "'B=x \"y\"'", "B=%%"),
        choices.one("C=%n", "C=", "C=a\\\\b", "C=%i", "\"C=a\\nb\"", "C=ü", "_c=1", "C=%u:%h"),
        choices.oneOr(
            15,
            List.of("D=4", "E=5", "lower=x", "LANG=C"),
            List.of("1BAD=x", "NOEQUALS", "=x", "WITH-DASH=x", "D=a\\qb", "\"D=open", "D=%z")),
        choices.oneOr(
            10,
            List.of("F=6"),
            List.of("HOME=/elsewhere", "USER=other", "PATH=/bin", "RUNTIME_DIRECTORY=mine")));
  }

  private void environmentFile(int number) {
    String path = "/opt/oracle/" + tag + "." + number + ".env";
    switch (choices.upTo(14)) {
      case 1 -> add("EnvironmentFile=-/opt/oracle/" + tag + ".nope");
      case 2 -> {
        files.put(path, content());
        add("EnvironmentFile=/opt/oracle/%p." + number + ".env");
      }
      case 3 -> {
        files.put(path, content());
        add("EnvironmentFile=/opt/oracle/" + tag + ".?.env");
      }
      case 4 -> {
        files.put(path, content());
        add("EnvironmentFile=" + path, "EnvironmentFile=");
      }
      case 5 ->
          add(
              "EnvironmentFile="
                  + choices.oneOr(
                      15,
                      List.of("-/opt/oracle/" + tag + ".*.nope"),
                      List.of("/opt/oracle/nope", "relative", "/opt/oracle/nope.*")));
      default -> {
        files.put(path, content());
        add("EnvironmentFile=" + choices.one("", "-") + path);
      }
    }
  }

  private String content() {
    StringBuilder content = new StringBuilder();
    for (int i = choices.upTo(7); i > 0; i--) {
      content.append(
          choices.one(
              "A=file\n",
              "B=\"in quotes\"  \n",
              "C='single $A'\n",
              "# A=comment\n",
              "; A=comment\n",
              "  D = spaced  \n",
              "E=trailing   \n",
              "F=joined\\\nline\n",
              "G=\"two\nlines\"\n",
              "H=\"a\\nb\\$c\\\"d\\\\e\\`f\"\n",
              "I=mixed\"in quotes\"'and more'\n",
              "J=\n",
              "export K=1\n",
              "NOEQUALS\n",
              "1L=x\n",
              "M=a\\ b\n",
              "N=a # no comment\n",
              "\n",
              "O=%n\n",
              "P=ü\n",
              "Q=a=b\n",
              "R=\ttab\t\n",
              "# continued \\\nS=1\n",
              "T=\"open\n",
              "A=no line feed at the end"));
    }
    return content.toString();
  }

  private void mounts() {
    maybe(
        40,
        "PrivateTmp="
            + choices.oneOr(5, List.of("yes", "no", "disconnected", "true"), List.of("bad", "")));
    maybe(
        30,
        "ProtectSystem="
            + choices.oneOr(4, List.of("yes", "full", "strict", "strict", "no"), List.of("bad")));
    maybe(
        25,
        "ProtectHome="
            + choices.oneOr(4, List.of("yes", "read-only", "tmpfs", "no"), List.of("bad")));
    paths(20, choices.one("ReadWritePaths", "ReadWritePaths", "ReadWriteDirectories"));
    paths(20, choices.one("ReadOnlyPaths", "ReadOnlyPaths", "ReadOnlyDirectories"));
    if (choices.chance(15)) {
      hide(choices.one("InaccessiblePaths", "InaccessiblePaths", "InaccessibleDirectories"));
    }
    bind(15, "BindPaths");
    bind(12, "BindReadOnlyPaths");
    maybe(
        15,
        "TemporaryFileSystem="
            + choices.oneOr(
                5,
                List.of(
                    "/srv/data",
                    "/srv/data:ro",
                    "/srv/other:size=1M,mode=0700",
                    "/mnt:noexec,nosuid",
                    "/srv:ro",
                    "/home:ro",
                    "/var:ro",
                    "/srv/data /srv/other",
                    "/tmp",
                    "\"/srv/other:mode=1777\""),
                List.of("relative", "/srv/data:nosuchoption", "-/srv/nope", "/srv/../srv")));
  }

  private void paths(int percent, String directive) {
    if (!choices.chance(percent)) {
      return;
    }
    String some =
        choices.some(
            3,
            "/srv/data",
            "/srv/data/sub",
            "/srv/data/file",
            "/srv/other",
            choices.one("/srv/link", "-/srv/nope", "+/srv/data", "-+/srv/other", "\"/srv/data\""),
            choices.one("/etc", "/usr", "/var/log", "%S", "/var/lib", "/srv", "/var"),
            choices.one("/home/alice", "/home", "/root", "/run", "/tmp", "/run/user", "/dev/shm"),
            choices.oneOr(
                10, List.of("/srv"), List.of("/srv/nope", "relative", "/", "/srv/../etc")));
    if (choices.chance(8)) {
      add(directive + "=/srv", directive + "=", directive + "=" + some);
    } else {
      add(directive + "=" + some);
    }
  }

  /** Nothing that the probe needs. */
  private void hide(String directive) {
    add(
        directive
            + "="
            + choices.some(
                2,
                "/srv/data",
                "/srv/data/sub",
                "/srv/data/file",
                "/srv/other",
                choices.one("/srv/link", "-/srv/nope", "/home", "/root", "/home/alice"),
                choices.one("/var/log", "/run/user", "/dev/shm", "/boot", "/etc/passwd"),
                choices.oneOr(8, List.of("/mnt"), List.of("/srv/nope", "relative"))));
  }

  private void bind(int percent, String directive) {
    maybe(
        percent,
        directive
            + "="
            + choices.some(
                2,
                "/srv/data:/srv/other",
                "/srv/data",
                "/srv/data/file:/srv/other/file",
                "/srv/data:/srv/" + tag + "-new/deep",
                "/srv/data/file:/srv/" + tag + "-file",
                choices.one("-/srv/nope:/srv/other", "-/srv/nope", "\"/srv/data:/mnt\""),
                choices.one("/srv/data:/mnt:norbind", "/srv:/mnt:rbind", "/srv/data\\:x:/mnt"),
                choices.one("/home/alice:/mnt", "/srv/link:/mnt", "/etc:/srv/other"),
                choices.one("/srv/data:/tmp/" + tag + "-in", "/tmp:/mnt", "%S:/mnt"),
                choices.oneOr(
                    10,
                    List.of("/srv/other:/mnt"),
                    List.of("/srv/nope:/mnt", "/srv/data:relative", "/srv:/mnt:bad", "rel:/mnt"))));
  }

  private void streams() {
    String out = "/srv/out/" + tag + ".out";
    maybe(10, "StandardInput=" + choices.one("null", "file:/etc/passwd", "file:/srv/data/file"));
    if (choices.chance(40)) {
      add("StandardOutput=" + stream(out));
    }
    if (choices.chance(30)) {
      add("StandardError=" + stream(choices.one(out, "/srv/out/" + tag + ".err")));
    }
    if (choices.chance(20)) {
      prepare.append("seq 100 >").append(out).append('\n');
      prepare.append(choices.one("", "chmod 600 " + out + "\n", "chown svc " + out + "\n"));
    }
  }

  private String stream(String path) {
    return choices.oneOr(
        5,
        List.of(
            "null",
            "file:" + path,
            "append:" + path,
            "truncate:" + path,
            "file:" + path.replace(tag, "%p"),
            "inherit",
            "journal"),
        List.of("file:relative", "bad", "file:/srv/nope/x", ""));
  }

  private void process() {
    maybe(25, "UMask=" + choices.oneOr(5, List.of("0077", "077", "0027", "0"), List.of("9", "x")));
    maybe(
        25,
        "WorkingDirectory="
            + choices.oneOr(
                5,
                List.of(
                    "/srv/data",
                    "/",
                    "~",
                    "-~",
                    "-/srv/nope",
                    "/tmp",
                    "/srv/link",
                    "%t",
                    "-/run/" + tag,
                    "-/home/alice"),
                List.of(
                    "/srv/nope", "relative", "/home/alice", "/usr/../srv", "", "/srv/data/file")));
    maybe(25, "NoNewPrivileges=" + choices.oneOr(5, List.of("yes", "no", "1"), List.of("bad")));
    maybe(15, "OOMScoreAdjust=" + choices.oneOr(8, List.of("100", "-100", "0"), List.of("2000")));
    maybe(15, "Nice=" + choices.oneOr(8, List.of("5", "-5", "19", "0"), List.of("20", "x")));
    maybe(20, "IgnoreSIGPIPE=" + choices.one("yes", "no", "false", "bad"));
    for (int i = choices.chance(30) ? choices.upTo(3) : 0; i > 0; i--) {
      add("Limit" + limit());
    }
  }

  private String limit() {
    return switch (choices.upTo(16)) {
      case 1, 2, 3 -> "NOFILE=" + choices.one("64", "100:200", "4096", "1K", "500:400", "infinity");
      case 4 -> "CORE=" + choices.one("0", "infinity", "1M", "0:infinity");
      case 5 -> "NPROC=" + choices.one("5000", "4000:6000", "infinity");
      case 6 -> "STACK=" + choices.one("4M", "16M", "infinity", "4M:8M");
      case 7 -> "FSIZE=" + choices.one("1G", "16M:1G", "infinity");
      case 8 -> "MEMLOCK=" + choices.one("64K", "1M", "infinity", "8M:64M");
      case 9 -> "CPU=" + choices.one("1h", "3600", "infinity", "30min 5s", "500ms");
      case 10 -> "NICE=" + choices.one("+5", "-5", "30", "21:40", "0");
      case 11 -> "RTPRIO=" + choices.one("0", "10", "5:20");
      case 12 -> "SIGPENDING=" + choices.one("1000", "2K");
      case 13 -> "MSGQUEUE=" + choices.one("1M", "0", "50%");
      case 14 -> "RTTIME=" + choices.one("1s", "500ms", "100", "infinity");
      case 15 -> choices.one("AS=8G", "DATA=4G", "RSS=1T", "LOCKS=100", "AS=infinity");
      default -> choices.one("NOFILE=bad", "CORE=-1", "NOFILE=", "STACK=4M:", "NPROC=1x");
    };
  }

  private void harmless() {
    for (int i = choices.upTo(4); i > 1; i--) {
      add(
          choices.one(
              "Restart=no",
              "TimeoutStopSec=5",
              "TimeoutStartSec=30s",
              "KillMode=process",
              "KillSignal=SIGINT",
              "TasksMax=50%",
              "SyslogIdentifier=" + tag,
              "SuccessExitStatus=3 77",
              "RestartSec=100ms",
              "ExecReload=/bin/kill -HUP $MAINPID",
              "WatchdogSec=0",
              "SendSIGKILL=no",
              "CPUWeight=50",
              "OOMPolicy=continue",
              "NoSuchDirective=yes",
              "X-Own=yes",
              "user=nobody",
              "User",
              "=x",
              "GuessMainPID=no"));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.acceptance.Observation.Difference;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The differences between systemd and {@code run --unit} that are meant, each with its reason;
 * docs/run.md lists them. Every other difference is a fault.
 */
enum MeantDifference {
  VARIABLES_OF_A_MANAGER("they belong to the journal and the control groups of systemd") {
    private static final Set<String> NAMES =
        Set.of(
            "INVOCATION_ID",
            "SYSTEMD_EXEC_PID",
            "JOURNAL_STREAM",
            "CPU_PRESSURE_WATCH",
            "CPU_PRESSURE_WRITE",
            "IO_PRESSURE_WATCH",
            "IO_PRESSURE_WRITE",
            "MEMORY_PRESSURE_WATCH",
            "MEMORY_PRESSURE_WRITE");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String key = withoutPhase(difference.key());
      return key.startsWith("variable ")
          && NAMES.contains(key.substring("variable ".length()))
          && difference.ephemera().equals("none");
    }
  },

  LOCK_OF_THE_RUN("the command inherits the lock by which cleaners see that it lives") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).startsWith("descriptor ")
          && difference.systemd().equals("none")
          && difference.ephemera().startsWith("/run/ephemera/");
    }
  },

  SIGNALS_OF_THE_LIBRARY("signals 32 and 33 are those of the C library's threads") {
    private static final long OF_LIBRARY = 3L << 31;

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).equals("status SigIgn")
          && others(difference.systemd()) == others(difference.ephemera());
    }

    private static long others(String hexadecimal) {
      return hexadecimal.equals("none")
          ? -1
          : Long.parseUnsignedLong(hexadecimal, 16) & ~OF_LIBRARY;
    }
  },

  OWN_GROUP_AMONG_THE_OTHERS("the primary group may also be a supplementary one") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      if (!withoutPhase(difference.key()).equals("status Groups")) {
        return false;
      }
      String primary =
          comparison.ephemera().get(difference.key().replace("Groups", "Gid")).split("\\s+", -1)[0];
      return without(primary, difference.ephemera()).equals(without(primary, difference.systemd()));
    }

    private static Set<String> without(String group, String groups) {
      Set<String> others = new TreeSet<>(List.of(groups.split(" ", -1)));
      others.removeAll(Set.of(group, ""));
      return others;
    }
  },

  GROUPS_BESIDE_THAT_OF_ROOT("a user's groups are those of id(1), with the group of root too") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).equals("status Groups")
          && comparison.unit().directives().matches("(?s).*\nUser ?=.*")
          && comparison.isOnBothSides(difference.key().replace("Groups", "Gid"), "0 0 0 0")
          && List.of(difference.ephemera().split(" ", -1))
              .containsAll(
                  List.of(difference.systemd().strip().split(" ", -1)).stream()
                      .filter(group -> !group.isEmpty())
                      .toList());
    }
  },

  FLAGS_OF_WHAT_HIDES("what hides a path is an empty place that nobody can use") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).startsWith("mount of ")
          && difference.systemd().replace("nosuid,", "").equals("tmpfs ro,noexec,relatime")
          && difference.ephemera().equals("tmpfs ro,nosuid,nodev");
    }
  },

  NO_SET_USER_ID_WITHOUT_PRIVILEGES(
      "without new privileges, set-user-ID programs have no effect on any mount") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).startsWith("mount")
          && comparison.unit().toString().contains("NoNewPrivileges")
          && difference.systemd().replace("nosuid,", "").equals(difference.ephemera());
    }
  },

  MISSING_TARGET("a bind mount is not made where there is nothing; systemd makes a directory") {
    private static final Pattern MESSAGE =
        Pattern.compile("run: bind on \\S+: open (directory )?\\S+: No such file or directory");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.isRefusedHere("73", MESSAGE);
    }
  },

  DIRECTORY_OUT_OF_SIGHT("a service that could not see its own directory is refused") {
    private static final Pattern MESSAGE =
        Pattern.compile("run: the command would not see .+, because something is mounted on");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.isRefusedHere("64", MESSAGE);
    }
  },

  DIRECTORY_OF_ALL("what is made in a directory that any user can write to could be replaced") {
    private static final Pattern MESSAGE =
        Pattern.compile("run: \"\\S+\" is writable by any user; choose another place");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.isRefusedHere("73", MESSAGE);
    }
  },

  OUTPUT_OF_ANOTHER_USER("a file of another user is not written to with the rights of root") {
    private static final Pattern MESSAGE =
        Pattern.compile("run: cannot open \"\\S+\" as standard \\w+: it belongs to user");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.isRefusedHere("73", MESSAGE);
    }
  },

  STEPS_OF_A_FAILED_START(
      "a start that fails leaves what was made before, in an order of its own") {
    private static final Pattern EMPTY =
        Pattern.compile("(directory .*|file [^:]*:\\d+: |link to .*)");
    private static final Pattern KEEPS =
        Pattern.compile("(?m)^RuntimeDirectoryPreserve ?= ?(yes|true)");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return difference.key().startsWith("after ")
          && comparison.isOnBothSides(Observation.OUTCOME, Observation.NOT_STARTED)
          && (isLess(difference.ephemera(), difference.systemd())
              || isEmptiedFile(difference)
              || (isLess(difference.systemd(), difference.ephemera())
                  && mayStay(difference.key(), comparison.unit().directives())));
    }

    private static boolean isLess(String one, String other) {
      return one.equals("none") && EMPTY.matcher(other).matches();
    }

    private static boolean isEmptiedFile(Difference difference) {
      return difference.systemd().startsWith("file ")
          && difference.systemd().endsWith(": ")
          && difference.ephemera().startsWith(difference.systemd());
    }

    private static boolean mayStay(String key, String unit) {
      return !key.startsWith("after /run/") || KEEPS.matcher(unit).find();
    }
  },

  MISSING_PATH("a missing path is refused, also where another directive makes it needless") {
    private static final Pattern MESSAGE =
        Pattern.compile(
            "run: ((read-only|writable|inaccessible|bind) \\S+: open \\S+: No such file or directory"
                + "|\\S+ is missing where the command would see it)");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.isRefusedHere("73", MESSAGE);
    }
  },

  START_DIRECTORY("a service does not start in another directory than it asks for") {
    private static final Pattern MESSAGE =
        Pattern.compile("WorkingDirectory=: the directory to start in is not valid");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.isRefusedHere("78", MESSAGE);
    }
  },

  REFUSED_BEFORE_CONDITIONS(
      "a unit that cannot be started is refused, also if it would be skipped") {
    private static final Pattern MESSAGE =
        Pattern.compile(
            "run: \\S+: (Assert\\w+=\\S+ does not hold|\\w+=: unknown option|EnvironmentFile=\\S+: there is)");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.systemd().get(Observation.OUTCOME).equals(Observation.SKIPPED)
          && comparison.ephemera().get(Observation.OUTCOME).equals(Observation.NOT_STARTED)
          && comparison.ephemera().get(Observation.EXIT_STATUS).equals("78")
          && MESSAGE.matcher(comparison.ephemera().log()).find();
    }
  },

  COMMAND_THAT_CANNOT_BE_READ(
      "a command that cannot be read is refused; systemd ignores the rest of that drop-in") {
    private static final Pattern MESSAGE = Pattern.compile("run: (\\S+\\.conf:\\d+:)\\d+: ");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      Matcher line = MESSAGE.matcher(comparison.ephemera().log());
      return comparison.isRefusedHere("78", MESSAGE)
          && line.find()
          && comparison.systemd().log().indexOf(line.group(1)) >= 0;
    }
  },

  COMMON_INACCESSIBLE_DIRECTORY(
      "each service has an empty place for what it may not see; systemd has one for all") {
    private static final Pattern OF_OTHERS = Pattern.compile("o\\d{5}\\S*");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).startsWith("names in ")
          && difference.ephemera().isEmpty()
          && OF_OTHERS.matcher(difference.systemd()).matches()
          && !difference.systemd().startsWith(comparison.unit().tag());
    }
  },

  UNKNOWN_OPTION_OF_MEMORY("an option of a temporary file system that is not known is refused") {
    private static final Pattern MESSAGE =
        Pattern.compile("TemporaryFileSystem=: unknown option 'noexec'");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.isRefusedHere("78", MESSAGE);
    }
  },

  LINK_TO_A_MOUNT(
      "a rule for a link to what another directive mounts is refused: which is meant?") {
    private static final Pattern RULE = Pattern.compile("(?m)^Read(Write|Only)\\w+ ?=.*/srv/link");
    private static final Pattern MOUNT =
        Pattern.compile("(?m)^(TemporaryFileSystem ?=.*/srv/data|Bind\\w+ ?=.*:/srv/data)");
    private static final Pattern MESSAGE =
        Pattern.compile("run: /srv/link was replaced after it was checked, or is another one");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String unit = comparison.unit().directives();
      return RULE.matcher(unit).find()
          && MOUNT.matcher(unit).find()
          && comparison.isRefusedHere("73", MESSAGE);
    }
  },

  BIND_OF_A_PRIVATE_TMP("a bind mount of a /tmp that becomes private is refused: which is meant?") {
    private static final Pattern BIND = Pattern.compile("/tmp:/mnt");
    private static final Pattern MESSAGE =
        Pattern.compile("run: /mnt was replaced after it was checked, or is another one");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String unit = comparison.unit().directives();
      return BIND.matcher(unit).find()
          && PRIVATE_TMP.matcher(unit).find()
          && comparison.isRefusedHere("73", MESSAGE);
    }
  },

  MOUNT_ABOVE_A_PRIVATE_TMP("a mount that would hide a private /tmp is refused") {
    private static final Pattern MESSAGE =
        Pattern.compile("run: what is mounted on \\S+ would hide the private");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return comparison.isRefusedHere("64", MESSAGE);
    }
  },

  READ_ONLY_MEMORY("a path that shall be writable and a read-only tmpfs is read-only") {
    private static final Pattern READ_ONLY =
        Pattern.compile("(?m)^TemporaryFileSystem ?= ?(.*\\\\\n)*.*\\S+:ro");
    private static final Pattern WRITABLE = Pattern.compile("(?m)^ReadWrite(Paths|Directories) ?=");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return READ_ONLY.matcher(comparison.unit().directives()).find()
          && WRITABLE.matcher(comparison.unit().directives()).find()
          && difference
              .systemd()
              .replace(" rw,", " ro,")
              .replaceFirst("write: (yes|EACCES)", "write: EROFS")
              .equals(difference.ephemera());
    }
  },

  HOME_OF_THE_ACCOUNT("a service starts in the home of its account, whatever HOME says") {
    private static final Pattern STARTS_AT_HOME = Pattern.compile("(?m)^WorkingDirectory ?= ?-?~");
    private static final Pattern SETS_HOME =
        Pattern.compile("(?m)^Environment ?= ?(.*\\\\\n)*.*\\bHOME=");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return STARTS_AT_HOME.matcher(comparison.unit().directives()).find()
          && SETS_HOME.matcher(comparison.unit().directives()).find()
          && (difference.key().endsWith(": working directory") || isElsewhere(comparison));
    }

    // Where that variable leads nowhere.
    private static boolean isElsewhere(Comparison comparison) {
      return comparison.systemd().get(Observation.OUTCOME).equals(Observation.NOT_STARTED)
          && comparison.systemd().log().indexOf("CHDIR") >= 0
          && comparison.ephemera().get(Observation.OUTCOME).equals(Observation.RAN);
    }
  },

  ONE_PRIVATE_TMP("all commands of a service have the same private /tmp in memory") {
    private static final Pattern MEMORY =
        Pattern.compile("(?m)^(PrivateTmp ?= ?disconnected|TemporaryFileSystem ?= ?/tmp$)");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).equals("names in /tmp")
          && MEMORY.matcher(comparison.unit().directives()).find()
          && isMore(names(difference.ephemera()), names(difference.systemd()), comparison);
    }

    // By names that the commands of the unit itself made.
    private static boolean isMore(Set<String> here, Set<String> there, Comparison comparison) {
      return here.containsAll(there)
          && here.stream()
              .filter(name -> !there.contains(name))
              .allMatch(name -> name.startsWith(comparison.unit().tag()));
    }

    private static Set<String> names(String list) {
      Set<String> names = new TreeSet<>(List.of(list.split(" ", -1)));
      names.remove("");
      return names;
    }
  },

  PARENT_IN_A_DIRECTORY_OF_THE_USER(
      "in a directory of the user, a parent is that user's too: any other could be replaced") {
    private static final Pattern OF_SYSTEMD = Pattern.compile("directory 0755 0:\\d+(,.*)?");
    private static final Pattern OF_RUN = Pattern.compile("directory 0755 (\\d+:\\d+)(,.*)?");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String key = difference.key();
      Matcher own = OF_RUN.matcher(difference.ephemera());
      if (!OF_SYSTEMD.matcher(difference.systemd()).matches() || !own.matches()) {
        return false;
      }
      String above =
          comparison.ephemera().get(key.substring(0, key.lastIndexOf('/'))).split(",", -1)[0];
      return !own.group(1).startsWith("0:") && above.endsWith(" " + own.group(1));
    }
  },

  PARENT_IN_A_DIRECTORY_WITH_ITS_GROUP(
      "a parent belongs to root's group, also where a directory hands down another") {
    private static final Pattern HANDED_DOWN = Pattern.compile("directory [2367]\\d{3} 0:(\\d+).*");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String key = difference.key();
      if (!key.contains("/")) {
        return false;
      }
      Matcher above =
          HANDED_DOWN.matcher(comparison.systemd().get(key.substring(0, key.lastIndexOf('/'))));
      return above.matches()
          && difference.systemd().startsWith("directory 0755 0:" + above.group(1))
          && difference.ephemera().equals(difference.systemd().replaceFirst(" 0:\\d+", " 0:0"));
    }
  },

  LIMITS_OF_THE_CALLER("a limit that the unit does not set is that of the caller") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String key = withoutPhase(difference.key());
      if (!key.startsWith("limit ")) {
        return false;
      }
      String name = "Limit" + directive(key);
      int lines = count("(?m)^" + name + " ?=", comparison.unit().directives());
      return lines == count(name + "=: invalid limit", comparison.ephemera().log());
    }

    private static int count(String pattern, CharSequence text) {
      return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    private static String directive(String key) {
      return switch (key.substring("limit Max ".length())) {
        case "address space" -> "AS";
        case "core file size" -> "CORE";
        case "cpu time" -> "CPU";
        case "data size" -> "DATA";
        case "file locks" -> "LOCKS";
        case "file size" -> "FSIZE";
        case "locked memory" -> "MEMLOCK";
        case "msgqueue size" -> "MSGQUEUE";
        case "nice priority" -> "NICE";
        case "open files" -> "NOFILE";
        case "pending signals" -> "SIGPENDING";
        case "processes" -> "NPROC";
        case "realtime priority" -> "RTPRIO";
        case "realtime timeout" -> "RTTIME";
        case "resident set" -> "RSS";
        case "stack size" -> "STACK";
        default -> throw new IllegalArgumentException(key);
      };
    }
  },

  STREAMS_OF_THE_CALLER(
      "without a journal, a stream that the unit does not set is that of the caller") {
    private static final List<String> DIRECTIVES =
        List.of("StandardInput", "StandardOutput", "StandardError");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String key = withoutPhase(difference.key());
      String unit = comparison.unit().directives();
      for (int fd = 0; fd < DIRECTIVES.size(); fd++) {
        if (key.equals("descriptor " + fd)) {
          return !isSet(fd, unit) && !(fd == 2 && isSet(1, unit) && !isOfJournal(unit));
        }
      }
      return false;
    }

    private static boolean isSet(int fd, String unit) {
      return has(DIRECTIVES.get(fd) + " ?= ?(null|(file|append|truncate):/)", unit);
    }

    // Otherwise the standard error is the standard output.
    private static boolean isOfJournal(String unit) {
      return has("StandardError ?= ?journal", unit);
    }

    private static boolean has(String line, String unit) {
      return Pattern.compile("(?m)^" + line).matcher(unit).find();
    }
  },

  PROPAGATION("the command's mounts are its own") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).startsWith("propagation of ");
    }
  },

  NO_SET_USER_ID_IN_MEMORY("no set-user-ID program belongs in a file system in memory") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return withoutPhase(difference.key()).startsWith("mount")
          && difference.systemd().startsWith("tmpfs")
          && difference.systemd().equals(difference.ephemera().replace("nosuid,", ""));
    }
  },

  EMPTY_PARENTS("parents of a runtime directory are removed once empty; systemd leaves them") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return difference.key().startsWith("after /run/")
          && difference.systemd().equals("directory 0755 0:0")
          && difference.ephemera().equals("none");
    }
  },

  OWN_EXIT_STATUS("a unit that is not started ends with an exit status of sysexits.h") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return difference.key().equals(Observation.EXIT_STATUS)
          && comparison.isOnBothSides(Observation.OUTCOME, Observation.NOT_STARTED);
    }
  },

  EXISTING_DIRECTORY(
      "a link, or a directory with another owner or mode, is refused; systemd goes on") {
    private static final Pattern MESSAGE =
        Pattern.compile(
            "run: (\"[^\"]+\" (is a|belongs to|has mode) .*[,;] (expected|who could|check) .*|cannot create .* \"[^\"]+\": )");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String prepare = comparison.unit().prepare();
      boolean isRefused = !prepare.isEmpty() && comparison.isRefusedHere("73", MESSAGE);
      if (!difference.key().startsWith("after ")) {
        return isRefused;
      }
      return (isRefused && difference.ephemera().equals("none"))
          || (comparison.ephemera().get(Observation.OUTCOME).equals(Observation.NOT_STARTED)
              && isAsBefore(difference, prepare));
    }

    // What was there is as it was.
    private static boolean isAsBefore(Difference difference, String prepare) {
      String path = difference.key().substring("after ".length());
      String found = difference.ephemera();
      if (found.startsWith("directory ")) {
        List<String> shape = List.of(found.split("[ :,]", -1));
        return prepare.contains(
            "install -d -m %s -o %s -g %s %s\n"
                .formatted(shape.get(1).substring(1), shape.get(2), shape.get(3), path));
      }
      return (found.equals("link to /srv/other") && prepare.contains(" /srv/other " + path + "\n"))
          || (found.endsWith(": x\\x0a") && prepare.contains("echo x >" + path + "\n"))
          || (found.contains(": 1\\x0a2\\x0a") && prepare.contains("seq 100 >" + path + "\n"));
    }
  },

  DIRECTORY_OF_BEFORE("a runtime directory that was there before is not removed") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String path = difference.key().replaceFirst("^after (.*?)(/old)?$", "$1");
      return path.startsWith("/run/")
          && comparison.unit().prepare().matches("(?s).*install -d [^\n]* " + path + "\n.*")
          && comparison.isOnBothSides(Observation.OUTCOME, Observation.RAN)
          && difference.systemd().equals("none");
    }
  },

  FILE_OF_OTHERS("a file at the place of a directory stays as it is") {
    @Override
    boolean explains(Difference difference, Comparison comparison) {
      String path = difference.key().replaceFirst("^after ", "");
      return comparison.unit().prepare().contains(path + "\n")
          && comparison.isOnBothSides(Observation.OUTCOME, Observation.NOT_STARTED)
          && isChanged(difference.systemd(), difference.ephemera());
    }

    // Removed, or with the mode of the directory.
    private static boolean isChanged(String systemd, String ephemera) {
      return systemd.equals("none") || withoutMode(systemd).equals(withoutMode(ephemera));
    }

    private static String withoutMode(String file) {
      return file.replaceFirst("^file \\d+ ", "file ");
    }
  },

  NUMBER_WITHOUT_AN_ENTRY("containers run as users without an entry in passwd(5)") {
    private static final Pattern NUMBER = Pattern.compile("\n(User|Group) ?= ?4242");

    @Override
    boolean explains(Difference difference, Comparison comparison) {
      return NUMBER.matcher(comparison.unit().toString()).find()
          && comparison.systemd().get(Observation.OUTCOME).equals(Observation.NOT_STARTED)
          && comparison.ephemera().get(Observation.OUTCOME).equals(Observation.RAN);
    }
  };

  private static final Pattern PRIVATE_TMP =
      Pattern.compile("(?m)^PrivateTmp ?= ?(yes|true|disconnected)");

  private final String reason;

  MeantDifference(String reason) {
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  abstract boolean explains(Difference difference, Comparison comparison);

  static boolean isMeant(Difference difference, Comparison comparison) {
    for (MeantDifference meant : values()) {
      if (meant.explains(difference, comparison)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutPhase(String key) {
    return key.substring(key.indexOf(": ") + 1).strip();
  }
}

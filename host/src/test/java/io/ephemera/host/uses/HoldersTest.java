// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to hold a path is found, with the right process and the right kind. */
class HoldersTest {
  private static final String TREE =
      """
      d/
      d/f "x"
      e/
      f "x"
      g "x"
      """;

  private static final List<String> DIRECTLY = List.of();
  private static final List<String> OTHER_NETWORK = List.of("unshare", "--net");
  private static final List<String> OTHER_PIDS = List.of("unshare", "--pid", "--fork");
  private static final List<String> OTHER_MOUNT =
      List.of("unshare", "-m", "sh", "-ec", "mount --bind d e; exec \"$@\"", "sh");
  private static final Set<String> PRIVILEGED = Set.of("chroot", "chroot_read", "fanotify");
  private static final List<String> PROGRAM =
      List.of("sh", "-ec", "cp /bin/sh f; chmod 755 f; exec ./f -c 'echo $$; read end || :'");
  private static final List<String> BOUND_FILE =
      List.of("unshare", "-m", "sh", "-ec", "mount --bind f g; exec \"$@\"", "sh");

  private static @Nullable Probe probe;

  private final TestFolder folder = TestFolder.with(TREE);

  @AfterEach
  void removeFolder() {
    folder.close();
  }

  /**
   * A way to hold a path.
   *
   * @param path that of the file
   * @param before a command that starts the process
   * @param detail null where it does not matter
   */
  record Row(
      String sentence,
      String path,
      UseKind kind,
      String detail,
      List<String> before,
      List<String> way) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  private static Row row(
      String sentence,
      String path,
      UseKind kind,
      String detail,
      List<String> before,
      String... way) {
    return new Row(sentence, path, kind, detail, before, List.of(way));
  }

  static List<Row> rows() {
    return List.of(
        row("open for reading", "f", UseKind.OPEN, "READ", DIRECTLY, "read", "f"),
        row("open for writing", "f", UseKind.OPEN, "WRITE", DIRECTLY, "write", "f"),
        row("held without access", "f", UseKind.OPEN, "PATH", DIRECTLY, "held", "f"),
        row("a directory that is open", "d", UseKind.OPEN, "READ", DIRECTLY, "directory", "d"),
        row(
            "mapped, the descriptor is closed",
            "f",
            UseKind.MAPPED,
            "executable=false",
            DIRECTLY,
            "mapped",
            "f"),
        row(
            "mapped executable",
            "f",
            UseKind.MAPPED,
            "executable=true",
            DIRECTLY,
            "mapped_executable",
            "f"),
        row("the working directory", "d", UseKind.WORKING_DIRECTORY, "", DIRECTLY, "cwd", "d"),
        row("the root directory", "d", UseKind.ROOT_DIRECTORY, "", DIRECTLY, "chroot", "d"),
        row("a BSD lock", "f", UseKind.LOCK, "FLOCK, writes=true", DIRECTLY, "flock", "f"),
        row("shared", "f", UseKind.LOCK, "FLOCK, writes=false", DIRECTLY, "flock_shared", "f"),
        row(
            "a BSD lock of a dead taker that a child holds",
            "f",
            UseKind.LOCK,
            "FLOCK",
            DIRECTLY,
            "flock_of_child",
            "f"),
        row(
            "a BSD lock that a mapping keeps, as the Java virtual machine does",
            "f",
            UseKind.LOCK,
            "FLOCK",
            DIRECTLY,
            "mapped_locked",
            "f"),
        row("a record lock", "f", UseKind.LOCK, "POSIX", DIRECTLY, "posix", "f"),
        row("an OFD lock", "f", UseKind.LOCK, "OFD", DIRECTLY, "ofd", "f"),
        row("a lease", "f", UseKind.LOCK, "LEASE", DIRECTLY, "lease", "f"),
        row("a bound socket", "s", UseKind.BOUND_SOCKET, "listens=false", DIRECTLY, "bound", "s"),
        row("a renamed socket", "s", UseKind.BOUND_SOCKET, "", DIRECTLY, "renamed", "s"),
        row(
            "a listener in another network namespace",
            "s",
            UseKind.BOUND_SOCKET,
            "listens=true",
            OTHER_NETWORK,
            "listening",
            "s"),
        row(
            "a connected socket that keeps its name",
            "s",
            UseKind.BOUND_SOCKET,
            "listens=false",
            DIRECTLY,
            "connected",
            "s",
            "t"),
        row("a fanotify mark", "d", UseKind.WATCH, "fanotify=true", DIRECTLY, "fanotify", "d"),
        row("an inotify watch", "d", UseKind.WATCH, "fanotify=false", DIRECTLY, "inotify", "d"),
        row("mounted in another mount namespace", "f", UseKind.MOUNT, "", BOUND_FILE, "none", ""),
        row("the program that runs", "f", UseKind.EXECUTABLE, "", PROGRAM),
        row("deleted, but open", "f", UseKind.OPEN, "READ", DIRECTLY, "deleted", "f"),
        row("in another pid namespace", "f", UseKind.OPEN, "READ", OTHER_PIDS, "read", "f"),
        row(
            "through another mount of its file system",
            "d/f",
            UseKind.OPEN,
            "READ",
            OTHER_MOUNT,
            "read",
            "e/f"),
        row(
            "by a process with another root directory",
            "d/f",
            UseKind.OPEN,
            "READ",
            DIRECTLY,
            "chroot_read",
            "d",
            "/f"));
  }

  static FileId id(Path path) throws IOException {
    return id(BytePath.of(Bytes.latin1(path.toString())));
  }

  static FileId id(BytePath path) throws IOException {
    try (Inode inode = Inode.openAmbient(path)) {
      return FileId.of(inode.stat());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rootFindsEachWayToHoldAPath(Row row) throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    Path path = folder.path().resolve(row.path());
    FileId before = row.path().equals("s") ? null : id(path);
    try (Holder holder = hold(row)) {
      FileId file = before == null ? id(path) : before;
      UseTable one = UseTable.scan(Wanted.files(List.of(file)));
      assertFound(row, holder, one.of(file));
      UseTable all = UseTable.scan(Wanted.devices(List.of(file.device())));
      assertFound(row, holder, all.of(file));
    }
  }

  /** Starts the process of a row; a row without a way is a command of its own. */
  private Holder hold(Row row) throws IOException {
    return row.way().isEmpty()
        ? Holder.start(folder.path(), row.before())
        : Holder.start(folder.path(), row.before(), row.way().toArray(String[]::new));
  }

  private static void assertFound(Row row, Holder holder, List<Use> uses) {
    List<Use> ofKind = new ArrayList<>(uses);
    ofKind.removeIf(use -> use.kind() != row.kind());
    assertThat(ofKind).as("%s", uses).hasSize(1);
    Use use = ofKind.getFirst();
    assertThat(Objects.requireNonNull(use.process()).pid()).isEqualTo(holder.pid());
    assertThat(use.detail().toString()).contains(row.detail());
    assertThat(use.proven()).isTrue();
    assertThat(use.deleted()).isEqualTo(row.sentence().startsWith("deleted"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void nothingIsFoundOfAnotherFile(Row row) throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    Tree.build("other \"x\"\n", folder.path());
    FileId other = id(folder.path().resolve("other"));
    try (Holder holder = hold(row)) {
      assertThat(UseTable.scan(Wanted.files(List.of(other))).of(other))
          .as("of process %d", holder.pid())
          .isEmpty();
    }
  }

  @Test
  void whatThisProcessHoldsItselfIsNoUse() throws Exception {
    Path path = folder.path().resolve("f");
    FileId file = id(path);
    try (OpenFile open = OpenFile.openAmbient(BytePath.of(Bytes.latin1(path.toString())))) {
      assertThat(open.tryLock()).isTrue();
      assertThat(UseTable.scan(Wanted.files(List.of(file))).of(file)).isEmpty();
    }
  }

  private static Probe probe() throws IOException {
    Probe known = probe;
    if (known == null) {
      known = new Probe();
      probe = known;
    }
    return known;
  }

  @AfterAll
  static void endProbe() throws IOException {
    if (probe != null) {
      probe.close();
    }
  }

  @ParameterizedTest
  @MethodSource("rowsOfUsers")
  void aUserFindsOwnProcessesLikeRoot(Row row) throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    giveToUser();
    Path path = folder.path().resolve(row.path());
    FileId before = row.path().equals("s") ? null : id(path);
    try (Holder holder =
        Holder.start(folder.path(), Probe.AS_USER, row.way().toArray(String[]::new))) {
      FileId file = before == null ? id(path) : before;
      assertThat(probe().ask(file)).contains("use " + row.kind() + " " + holder.pid() + " true");
    }
  }

  /** Those that need no privilege. */
  static List<Row> rowsOfUsers() {
    return rows().stream()
        .filter(row -> row.before().isEmpty() && !PRIVILEGED.contains(row.way().getFirst()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aUserIsToldThatProcessesOfOthersWereNotSeen(Row row) throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    Path path = folder.path().resolve(row.path());
    FileId before = row.path().equals("s") ? null : id(path);
    try (Holder holder = hold(row)) {
      FileId file = before == null ? id(path) : before;
      List<String> facts = probe().ask(file);
      assertThat(facts).contains("incomplete").doesNotContain("complete");
      assertThat(facts).anyMatch(fact -> fact.startsWith("gap DESCRIPTORS NOT_PERMITTED "));
      assertThat(facts).anyMatch(fact -> fact.startsWith("gap MAPPINGS NOT_PERMITTED "));
      assertThat(facts).anyMatch(fact -> fact.startsWith("gap DIRECTORIES NOT_PERMITTED "));
      assertThat(facts)
          .as("process %d", holder.pid())
          .noneMatch(fact -> fact.contains(" " + holder.pid() + " "));
    }
  }

  /** The kernel's own lists name what is used, though not by whom. */
  @Test
  void aUserFindsLocksAndSocketsOfOthersWithoutTheirProcesses() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    FileId file = id(folder.path().resolve("f"));
    try (Holder lock = Holder.start(folder.path(), DIRECTLY, "flock", "f");
        Holder socket = Holder.start(folder.path(), DIRECTLY, "listening", "s")) {
      assertThat(lock.pid()).isNotEqualTo(socket.pid());
      assertThat(probe().ask(file)).contains("use LOCK 0 true");
      assertThat(probe().ask(id(folder.path().resolve("s")))).contains("use BOUND_SOCKET 0 true");
    }
  }

  @Test
  void aUserIsToldThatANetworkNamespaceDidNotAnswer() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    try (Holder holder = Holder.start(folder.path(), OTHER_NETWORK, "listening", "s")) {
      assertThat(probe().ask(id(folder.path().resolve("s"))))
          .as("process %d", holder.pid())
          .anyMatch(fact -> fact.startsWith("gap SOCKETS NOT_PERMITTED "));
    }
  }

  @Test
  void aUserIsToldThatProcIsHidden() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    for (String option : List.of("1", "2")) {
      String mount = "mount -t proc -o hidepid=" + option + " proc /proc; exec \"$@\"";
      try (Probe hidden = new Probe("unshare", "-m", "sh", "-ec", mount, "sh")) {
        assertThat(hidden.ask(id(folder.path().resolve("f"))))
            .contains("gap PROCESSES HIDDEN 1", "incomplete");
      }
    }
  }

  /** A process of the same user with a capability: its descriptors are listed, but not shown. */
  @Test
  void aUserIsToldThatListedDescriptorsWereNotSeen() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    Tree.build("ready|\n", folder.path());
    String hold =
        "cd "
            + folder.path()
            + "; exec 4<>ready; setpriv --reuid 4321 --regid 4321 --clear-groups"
            + " --inh-caps +sys_nice --ambient-caps +sys_nice"
            + " sh -c 'exec 3<f; echo ready >&4; exec sleep 1000' >&2 & "
            + "cd "
            + folder.path()
            + "; read word <>ready; exec \"$@\"";
    String[] alone = {"unshare", "--pid", "--fork", "--mount-proc", "sh", "-ec", hold, "sh"};
    try (Probe probe = new Probe(alone)) {
      assertThat(probe.ask(id(folder.path().resolve("f"))))
          .contains("gap DESCRIPTORS NOT_PERMITTED 1", "incomplete");
    }
  }

  @Test
  void aDeadProcessOfAnotherUserHidesNothing() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    String die =
        "my $dead = fork() // die; exit 0 unless $dead; my $stat = '';"
            + " until ($stat =~ /\\) Z/) { open(my $in, '<', qq(/proc/$dead/stat)) or die;"
            + " $stat = <$in>; } exec @ARGV;";
    String[] alone = {"unshare", "--pid", "--fork", "--mount-proc", "perl", "-e", die};
    try (Probe probe = new Probe(alone)) {
      assertThat(probe.ask(id(folder.path().resolve("f"))))
          .noneMatch(fact -> fact.contains("NOT_PERMITTED"));
    }
  }

  private void giveToUser() throws Exception {
    String owner = Probe.USER + ":" + Probe.USER;
    int status =
        new ProcessBuilder("chown", "-R", owner, folder.path().toString()).start().waitFor();
    assertThat(status).isZero();
  }

  @Test
  void theUsesByOneProcessAreTold() throws Exception {
    FileId file = id(folder.path().resolve("f"));
    FileId directory = id(folder.path().resolve("d"));
    try (Holder one = Holder.start(folder.path(), DIRECTLY, "read", "f");
        Holder other = Holder.start(folder.path(), DIRECTLY, "read", "f")) {
      UseTable table = UseTable.scan(Wanted.devices(List.of(file.device())));
      List<FileUse> uses = table.by(Set.of(one.pid()));
      assertThat(uses)
          .allMatch(use -> Objects.requireNonNull(use.use().process()).pid() == one.pid());
      assertThat(uses.stream().filter(use -> use.isProvenOf(file)).map(use -> use.use().kind()))
          .containsExactly(UseKind.OPEN);
      assertThat(uses).noneMatch(use -> use.mayBeOf(directory));
      assertThat(table.by(Set.of(one.pid(), other.pid())))
          .filteredOn(use -> use.isProvenOf(file))
          .hasSize(2);
      assertThat(table.by(Set.of())).isEmpty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.Name;
import io.ephemera.report.Step;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random tree with lines for it, what is held of it, and when it is looked at and cleaned. */
final class ForesightCase implements AutoCloseable {
  private static final long DAY = 86_400_000_000L;
  private static final String[] NAMES = {"a", "b", "c", ".d", "e f", "a1", "\\xff"};
  private static final String[] AGES = {"", "", " @2d", " @5d", " @20d", " a@9d m@3d"};
  private static final String[] FIELDS = {
    "0", "1d", "am:1d", "am:4d", "m:4d", "aAmM:10d", "~am:2d", "M:3d", "c:1d", "b:6d", "-", "AM:15d"
  };

  private final Random random;
  private final long seed;
  private final TestFolder folder = TestFolder.create();
  private final List<AutoCloseable> held = new ArrayList<>();
  private final List<String> directories = new ArrayList<>(List.of("t"));
  private final List<String> files = new ArrayList<>();
  private final StringBuilder tree = new StringBuilder("t/\n");
  private final List<String> lines = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final Foresight.Run kind;

  /**
   * Whether lines remove what they name, which makes the directory young: at the time of the
   * kernel's clock, so that is the only one then.
   */
  private final boolean removesNames;

  private final long now;
  private final long later;

  private ForesightCase(long seed) {
    this.seed = seed;
    this.random = new Random(seed * 7_919);
    this.kind =
        switch (random.nextInt(8)) {
          case 0 -> Foresight.Run.REMOVE;
          case 1 -> Foresight.Run.PURGE;
          default -> Foresight.Run.CLEAN;
        };
    this.removesNames = random.nextInt(3) == 0;
    this.now = removesNames ? 0 : DAY * random.nextInt(4);
    this.later = removesNames || random.nextBoolean() ? 0 : DAY * (1 + random.nextInt(12));
  }

  static ForesightCase of(long seed) throws IOException {
    ForesightCase one = new ForesightCase(seed);
    try {
      one.grow();
      Tree.build(one.tree.toString(), one.folder.path());
      if (one.isNow()) {
        one.hold();
      }
      one.write();
      return one;
    } catch (IOException | RuntimeException e) {
      one.close();
      throw e;
    }
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  private void grow() {
    for (int i = 3 + random.nextInt(18); i > 0; i--) {
      String path = one(directories) + "/" + one(NAMES);
      if (directories.contains(path) || files.contains(path)) {
        continue;
      }
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> {
          directories.add(path);
          tree.append(word(path)).append('/').append(mode(" 0700", " 1777")).append(one(AGES));
        }
        case 4 -> add(path, "|" + one(AGES));
        case 5 -> add(path, " => " + one("a", "/nowhere", ".."));
        case 6 -> add(path, "=" + one(AGES));
        case 7 -> {
          boolean linked = !files.isEmpty() && tree.indexOf(word(files.getFirst()) + " 06") >= 0;
          add(path, linked ? " == " + word(files.getFirst()) : " 0600" + one(AGES));
        }
        default -> add(path, mode(" 0600", " 1644") + one(AGES));
      }
      tree.append('\n');
    }
  }

  private void add(String path, String rest) {
    files.add(path);
    tree.append(word(path)).append(rest);
  }

  /** A name in the notation of trees. */
  private static String word(String path) {
    return path.replace(" ", "\\x20");
  }

  private String mode(String usual, String rare) {
    return random.nextInt(10) == 0 ? rare : usual;
  }

  private Path real(String path) {
    return folder.path().resolve(path);
  }

  private void hold() throws IOException {
    for (int i = random.nextInt(3); i > 0; i--) {
      String path = random.nextBoolean() || files.isEmpty() ? one(directories) : one(files);
      if (!path.contains("\\x")) {
        hold(path);
      }
    }
    if (random.nextInt(4) == 0) {
      String name = one(directories) + "/sock";
      if (!name.contains("\\x")) {
        listen(name, random.nextBoolean());
      }
    }
  }

  private void hold(String path) throws IOException {
    Path file = real(path);
    if (Files.isSymbolicLink(file) || !(Files.isDirectory(file) || Files.isRegularFile(file))) {
      return;
    }
    try (Directory parent = Directory.openAmbient(BytePath.of(file.toString()).parent())) {
      Name name = Name.of(io.ephemera.fs.Bytes.utf8(file.getFileName().toString()));
      Handle opened = Files.isDirectory(file) ? parent.openForReading(name) : parent.openFile(name);
      held.add(opened);
      assertThat(opened.attemptLock()).as("lock on %s", file).isNotEqualTo(LockAttempt.UNSUPPORTED);
    }
  }

  private void listen(String path, boolean renamed) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    held.add(server);
    var _ = server.bind(UnixDomainSocketAddress.of(real(path)));
    if (renamed) {
      Path _ = Files.move(real(path), real(path + "-renamed"));
    }
  }

  private void write() {
    List<String> all = new ArrayList<>(directories);
    all.addAll(files);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      lines.add(line(all));
    }
    lines.add("d /t - - - " + one(FIELDS));
    flags.add("--" + kind.name().toLowerCase(java.util.Locale.ROOT));
    flags.add(
        "now+"
            + java.time.Duration.of((now + later) / 1000, java.time.temporal.ChronoUnit.MILLIS)
                .toDays()
            + "d");
  }

  private String line(List<String> all) {
    String path = "\"/" + one(all) + "\"";
    return switch (removesNames ? random.nextInt(9) : 3 + random.nextInt(9)) {
      case 0 -> one("R", "R", "r", "R!") + " " + path + " - - - " + one(FIELDS);
      case 1, 2 -> one("R", "r") + " \"/" + one(directories) + "/*\" - - - " + one(FIELDS);
      case 3, 4 -> one("d", "q", "D", "d!", "d$", "D$") + " " + path + " - - - " + one(FIELDS);
      case 5 -> one("e", "e$") + " " + path + " - - - " + one(FIELDS);
      case 6, 7 ->
          "e \"/" + one(directories) + one("/*", "/{a,b}", "/?", "*") + "\" - - - " + one(FIELDS);
      case 8 -> one("x", "X") + " " + path;
      case 9 -> one("x", "X") + " \"/" + one(directories) + one("/*", "/a*", "/.*") + "\"";
      case 10 -> "x " + path + " - - - " + one(FIELDS);
      default -> "f$ " + path;
    };
  }

  /** Foresees it as of the time of the case. */
  ForeseenFates foresee() throws IOException {
    ForeseenFates fates = new ForeseenFates();
    EngineRun.foresee(folder.path(), lines, now, kind, BytePath.of("/t"), fates);
    return fates;
  }

  /** Runs it at its time, which may be later. */
  EngineRun run() {
    return EngineRun.of(folder.path(), lines, flags);
  }

  boolean isNow() {
    return later == 0;
  }

  /** The time of the run, in microseconds since 1970, nearly. */
  long then() {
    return System.currentTimeMillis() * 1000 + now + later;
  }

  /** The path of a step below the root of the case. */
  String below(Step step) {
    return step.path().substring(folder.path().toString().length());
  }

  @Override
  public String toString() {
    return "\nseed "
        + seed
        + " "
        + flags
        + " foreseen at +"
        + now / DAY
        + "d\n"
        + tree
        + String.join("\n", lines)
        + "\n";
  }

  @Override
  public void close() {
    for (AutoCloseable one : held) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    folder.close();
  }
}

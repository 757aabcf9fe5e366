// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.report.Operation;
import io.ephemera.report.Outcome;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * CleaningVisitor and removing trees that are so wide that several threads work, where there are
 * cores.
 */
class WideTreeTest {
  private static final int DIRECTORIES = 100;
  private static final int FILES = 60;

  private final TestFolder folder = TestFolder.inMemory();

  @AfterEach
  void close() {
    folder.close();
  }

  private interface Content {
    String of(String directory, int file);
  }

  /** Directories of directories, with files in each. */
  private void build(String top, Content content) {
    StringBuilder tree = new StringBuilder(top + "/\n");
    for (int d = 0; d < DIRECTORIES; d++) {
      String upper = top + "/d" + d / 10;
      String directory = upper + "/d" + d;
      tree.append(d % 10 == 0 ? upper + "/\n" : "").append(directory).append("/\n");
      for (int f = 0; f < FILES; f++) {
        tree.append(content.of(directory, f));
      }
    }
    Tree.build(tree.toString(), folder.path());
  }

  private EngineRun run(String line, String... flags) {
    return EngineRun.of(folder.path(), List.of(line), List.of(flags));
  }

  @Test
  void matchesOfAPatternAreEachRemovedOnceByWhicheverThread() {
    build("tree", (directory, file) -> directory + "/f" + file + "\n");

    EngineRun run = run("R /tree/*/*/f*", "--remove");

    assertThat(Tree.describe(folder.path())).doesNotContain("/f");
    List<String> removed =
        run.outcomes().stream()
            .filter(WideTreeTest::isRemoval)
            .map(outcome -> outcome.step().path())
            .toList();
    assertThat(removed).hasSize(DIRECTORIES * FILES).doesNotHaveDuplicates();
  }

  @Test
  void linesThatSearchTheSameFailAloneAndWhatOneRemovedIsGoneForTheOthers() {
    Tree.build("d/\nd/a/\nd/a/x\nd/ab\nd/b/\nd/b/x\n", folder.path());

    EngineRun run =
        EngineRun.of(folder.path(), List.of("r /d/a*", "R /d/b*", "r /d/*b"), List.of("--remove"));

    assertThat(run.said())
        .contains("failed remove /d/a: ENOTEMPTY", "done remove /d/ab", "done remove /d/b/x");
    assertThat(Tree.describe(folder.path())).isEqualTo("d/\nd/a/\nd/a/x\n");
  }

  @Test
  void aWideTreeIsRemovedWholeAndChildrenAreToldBeforeTheirParents() {
    build("tree", (directory, file) -> directory + "/f" + file + "\n");

    EngineRun run = run("R /tree", "--remove");

    assertThat(Tree.describe(folder.path())).isEmpty();
    List<String> told =
        run.outcomes().stream()
            .filter(WideTreeTest::isRemoval)
            .map(outcome -> outcome.step().path())
            .toList();
    assertThat(told).hasSize(DIRECTORIES * FILES + DIRECTORIES + 11).doesNotHaveDuplicates();
    assertThat(told.getLast()).endsWith("/tree");
    for (int d = 0; d < DIRECTORIES; d++) {
      String directory = "/tree/d" + d / 10 + "/d" + d;
      int itself = indexOf(told, directory);
      assertThat(told.subList(itself, told.size()))
          .noneMatch(path -> path.contains(directory + "/"));
      assertThat(itself).isLessThan(indexOf(told, "/tree/d" + d / 10));
    }
  }

  @Test
  void aWideTreeIsAdjustedWholeAndParentsBeforeTheirChildren() {
    build("tree", (directory, file) -> directory + "/f" + file + "\n");

    EngineRun run = run("Z /tree 0700", "--create");

    assertThat(run.result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    List<String> told = run.outcomes().stream().map(outcome -> outcome.step().path()).toList();
    assertThat(told).hasSize(DIRECTORIES * FILES + DIRECTORIES + 11).doesNotHaveDuplicates();
    assertThat(told.getFirst()).endsWith("/tree");
    for (int d = 0; d < DIRECTORIES; d++) {
      String directory = "/tree/d" + d / 10 + "/d" + d;
      int itself = indexOf(told, directory);
      assertThat(told.subList(0, itself)).noneMatch(path -> path.contains(directory + "/"));
      assertThat(itself).isGreaterThan(indexOf(told, "/tree/d" + d / 10));
    }
    assertThat(run("Z /tree 0700", "--create").outcomes()).isEmpty();
  }

  private static boolean isRemoval(Outcome outcome) {
    return outcome.step().operation() != Operation.RESTORE_TIMES;
  }

  private static int indexOf(List<String> told, String end) {
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).endsWith(end)) {
        return i;
      }
    }
    throw new AssertionError(end);
  }

  @Test
  void otherNamesOfARemovedFileAreJudgedByWhatItWas() {
    build("tree", (directory, file) -> "");
    StringBuilder links = new StringBuilder();
    for (int f = 0; f < 4000; f++) {
      String first = directory(f % DIRECTORIES) + "/f" + f;
      String second = directory((f + 50) % DIRECTORIES) + "/g" + f;
      links.append(first + "\n" + second + " == " + first + "\n");
    }
    Tree.build(links.toString(), folder.path());

    EngineRun run = run("d /tree - - - 0", "--clean");

    assertThat(Tree.describe(folder.path())).isEqualTo("tree/\n");
    assertThat(run.result()).isEqualTo(Tmpfiles.Result.SUCCESS);
  }

  @Test
  void threadsAtDifferentNamesOfOneFileAreNotInEachOthersWay() {
    StringBuilder tree = new StringBuilder("tree/\ntree/a/\ntree/b/\ntree/a/f\n");
    for (int f = 0; f < 6000; f++) {
      tree.append("tree/a/f" + f + " == tree/a/f\ntree/b/f" + f + " == tree/a/f\n");
    }
    tree.append("tree/both/\n"); // what is made last is listed first: after it both begin at once
    for (int f = 0; f < 6000; f++) {
      tree.append("tree/both/f" + f + "\n");
    }
    Tree.build(tree.toString(), folder.path());

    EngineRun run = run("d /tree - - - 0", "--clean");

    assertThat(run.said()).noneMatch(said -> said.contains("holds a lock"));
    assertThat(Tree.describe(folder.path())).isEqualTo("tree/\n");
  }

  private static String directory(int d) {
    return "tree/d" + d / 10 + "/d" + d;
  }

  @Test
  void directoriesThatStayHaveTheirTimesBack() throws IOException {
    build("tree", (d, file) -> d + "/f" + file + (file % 2 == 0 ? " @20d\n" : "\n"));
    FileTime long_ago = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));
    for (int d = 0; d < DIRECTORIES; d++) {
      Files.setLastModifiedTime(folder.path().resolve(directory(d)), long_ago);
    }

    EngineRun run = run("d /tree - - - m:10d", "--clean");

    assertThat(run.outcomes().stream().filter(Outcome.Done.class::isInstance))
        .hasSize(DIRECTORIES * FILES / 2 + DIRECTORIES);
    for (int d = 0; d < DIRECTORIES; d++) {
      Path directory = folder.path().resolve(directory(d));
      assertThat(Files.getLastModifiedTime(directory)).isEqualTo(long_ago);
      try (var left = Files.list(directory)) {
        assertThat(left).hasSize(FILES / 2);
      }
    }
  }

  @Test
  void aDryRunTellsTheSameInTheSameOrder() {
    build("tree", (directory, file) -> directory + "/f" + file + "\n");
    List<Outcome> first =
        EngineRun.dry(folder.path(), List.of("R /tree"), List.of("--remove")).outcomes();
    List<Outcome> second =
        EngineRun.dry(folder.path(), List.of("R /tree"), List.of("--remove")).outcomes();
    assertThat(first).hasSizeGreaterThan(DIRECTORIES * FILES).isEqualTo(second);
  }

  /** Tries the locks of the directories above, whenever something is removed. */
  private final class LockProbe implements Tmpfiles.Listener {
    private final List<String> unlocked = Collections.synchronizedList(new ArrayList<>());
    private int tried;

    @Override
    public void problem(Problem problem) {
      unlocked.add(problem.message());
    }

    @Override
    public void outcome(Outcome outcome) {
      Path removed = Path.of(outcome.step().path());
      Path above = removed.getParent();
      Path tree = folder.path().resolve("tree");
      while (isRemoval(outcome) && above != null && above.startsWith(tree) && !above.equals(tree)) {
        tried++;
        try (Directory held = Directory.openAmbient(BytePath.of(above.toString()));
            Directory other = held.reopenForReading()) {
          if (other.tryLock()) {
            unlocked.add(above + " when " + removed + " was removed");
          }
        } catch (IOException e) {
          unlocked.add(e.getMessage());
        }
        above = above.getParent();
      }
    }
  }

  @Test
  void directoriesAreLockedUntilEverythingBelowIsDone() throws IOException {
    LockProbe probe = probeLocks(Set.of(Request.Flag.REMOVE));

    assertThat(probe.unlocked).isEmpty();
    assertThat(probe.tried).isEqualTo(2 * DIRECTORIES * FILES + DIRECTORIES);
  }

  @Test
  void aDryRunHoldsNoLock() throws IOException {
    LockProbe probe = probeLocks(Set.of(Request.Flag.REMOVE, Request.Flag.DRY_RUN));

    assertThat(probe.unlocked).hasSize(2 * DIRECTORIES * FILES + DIRECTORIES);
    assertThat(probe.tried).isEqualTo(2 * DIRECTORIES * FILES + DIRECTORIES);
  }

  private LockProbe probeLocks(Set<Request.Flag> flags) throws IOException {
    build("tree", (directory, file) -> directory + "/f" + file + "\n");
    LockProbe probe = new LockProbe();
    Request request =
        new Request(
            flags,
            Request.Scope.below(BytePath.of(folder.path().toString())),
            Request.Sources.lines(List.of(Bytes.utf8("R /tree"))));
    Progress progress = new Progress(Throttle.unlimited());
    RunEnvironment environment =
        new RunEnvironment(name -> null, () -> Bytes.EMPTY, () -> 1, progress);
    assertThat(new Tmpfiles(request, environment, probe).run()).isEqualTo(Tmpfiles.Result.SUCCESS);
    return probe;
  }
}

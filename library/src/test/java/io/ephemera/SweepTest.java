// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.JavaPath;
import io.ephemera.fs.OpenFile;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest extends TemporaryTestCase {
  private static String own(String application) {
    return TemporaryName.random(new Application(application)).toString();
  }

  /** NAME is one of ours. */
  @ParameterizedTest
  @CsvSource({
    "NAME, true",
    "NAME/, true",
    "NAME/@NAME/f@NAME/d/@NAME/d/e, true",
    "NAME/@NAME/l => ../kept, true",
    "NAME 0000, true",
    "NAME => kept, false",
    "NAME => none, false",
    "NAME|, false",
    "NAME=, false",
    "NAMEx, false",
    "xNAME, false",
    ".NAME, false",
    "shop-aaaaaaaaaaaaaaaaaaaa, false",
    "shop, false",
    "shop/, false",
  })
  void onlyFilesAndDirectoriesWithOurNamesAreRemoved(String tree, boolean goes) throws Exception {
    String name = own(APPLICATION);
    build("kept/\nkept/f\n");
    build(tree.replace("NAME", name).replace('@', '\n') + "\n");
    String before = tree();

    Sweeper.Result pretended = Sweeper.dryRun(path(""), APPLICATION);
    assertThat(tree()).isEqualTo(before);
    Sweeper.Result sweep = Sweeper.sweep(place());

    assertThat(sweep).isEqualTo(pretended);
    if (goes) {
      assertThat(sweep.removed()).containsExactly(path(name));
      assertThat(tree()).isEqualTo("kept/\nkept/f\n");
    } else {
      assertThat(sweep.removed()).isEmpty();
      assertThat(tree()).isEqualTo(before);
    }
    assertThat(sweep.failed()).isEmpty();
    assertThat(sweep.held()).isEmpty();
  }

  @Test
  void heldEntryIsKeptUntilReleased() throws Exception {
    TemporaryFile file = TemporaryFile.named(place());
    TemporaryDirectory directory = TemporaryDirectory.create(place());
    build(own(APPLICATION) + "\n");

    Sweeper.Result sweep = Sweeper.sweep(place());

    assertThat(sweep.removed()).hasSize(1);
    assertThat(sweep.held()).containsExactlyInAnyOrder(file.path(), directory.path());
    file.close();
    directory.close();
    assertThat(Sweeper.sweep(place()).held()).isEmpty();
  }

  @Test
  void abandonedDirectoryWithAHeldEntryIsKept() throws Exception {
    String dead = own(APPLICATION);
    build(dead + "/\n" + dead + "/rest\n");
    Place within = Place.at(path(dead), Purpose.TEMPORARY, "other");
    try (TemporaryDirectory living = TemporaryDirectory.create(within)) {
      Tree.build("f\n", living.path());
      Sweeper.Result sweep = Sweeper.sweep(place());
      assertThat(sweep.held()).containsExactly(living.path());
      assertThat(living.path().resolve("f")).exists();
      assertThat(path(dead).resolve("rest")).doesNotExist();
    }
    assertThat(Sweeper.sweep(place()).removed()).containsExactly(path(dead));
  }

  @Test
  void fileWithASecondLinkIsKept() throws Exception {
    String name = own(APPLICATION);
    build(name + " \"x\"\n");
    Files.createLink(path("second"), path(name));

    assertThat(Sweeper.sweep(place()).removed()).isEmpty();
    assertThat(names()).containsExactlyInAnyOrder(name, "second");
  }

  @Test
  void entriesOfAnotherApplicationAreKept() throws Exception {
    String name = own("other");
    build(name + "\n");

    assertThat(Sweeper.sweep(place()).removed()).isEmpty();
    assertThat(Sweeper.sweep(path(""), "other").removed()).containsExactly(path(name));
  }

  @Test
  void entriesOfOtherUsersAreKeptByRootToo() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    String file = own(APPLICATION);
    String directory = own(APPLICATION);
    build(file + " 0644 12345:0\n" + directory + "/ 0755 12345:0\n");

    Sweeper.Result sweep = Sweeper.sweep(place());

    assertThat(sweep).isEqualTo(Sweeper.sweep(place("none")));
    assertThat(names()).hasSize(2);
  }

  @Test
  void directoryWhereOthersCanReplaceEntriesIsRefused() {
    build("open/ 0777\nsticky/ 1777\n");

    assertThatThrownBy(() -> Sweeper.sweep(place("open"))).isInstanceOf(UnsafePlaceException.class);
    assertThat(path("sticky")).satisfies((Path sticky) -> Sweeper.sweep(sticky, APPLICATION));
  }

  @Test
  void missingDirectoryIsEmpty() throws Exception {
    assertThat(Sweeper.sweep(place("none")).removed()).isEmpty();
    assertThat(path("none")).doesNotExist();
  }

  @Test
  void directoryThatOthersMayMoveIsKept() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root: a directory of another group");
    String group = own(APPLICATION);
    String mine = own(APPLICATION);
    build(group + "/ 0775 0:100\n" + group + "/f\n" + mine + "/ 0755\n");

    assertThat(Sweeper.sweep(place()).removed()).containsExactly(path(mine));
    assertThat(path(group).resolve("f")).exists();
  }

  @Test
  void partOfALargeDirectoryIsReadEachTime() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root: another user plants names");
    StringBuilder planted = new StringBuilder();
    for (int i = 0; i < 6000; i++) {
      planted.append(own(APPLICATION)).append(i % 2 == 0 ? "\n" : " 12345:0\n");
    }
    build(planted.toString());
    Sweeper.Result first = Sweeper.sweepPart(place());
    assertThat(first.removed()).hasSizeBetween(1, 2048);
    int removed = first.removed().size();
    for (int i = 0; i < 2000 && removed < 3000; i++) {
      removed += Sweeper.sweepPart(place()).removed().size();
    }
    assertThat(removed).isEqualTo(3000);
  }

  /** Root may open everything, users may not. */
  @Test
  void unreadableEntryIsRemovedUnlessHeld() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root, to be another user");
    String held = own(APPLICATION);
    build(
        "t/ 0700 1234:1234\nt/FILE 0000 1234:1234\nt/TREE/ 0000 1234:1234\nt/TREE/f 1234:1234\n"
                .replace("FILE", own(APPLICATION))
                .replace("TREE", own(APPLICATION))
            + ("t/" + held + " 0000 1234:1234\n"));
    JavaProgram program =
        JavaProgram.of(
                SweepProbe.class,
                "io.ephemera.Place",
                "io.ephemera.fs.Name",
                "io.ephemera.process.Users",
                "io.ephemera.linux.Native")
            .copiedTo(folder.path());
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid=1234", "--regid=1234", "--clear-groups"));
    command.addAll(program.command(path("t").toString(), APPLICATION));
    try (OpenFile living = OpenFile.openAmbient(JavaPath.bytes(path("t/" + held)))) {
      assertThat(living.tryLock()).isTrue();
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      assertThat(process.inputReader().lines()).containsExactly("3 0 0", "2 1 0");
    }
    assertThat(names(path("t"))).containsExactly(held);
    assertThat(mode(path("t/" + held))).isZero();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PendingFileTest extends TemporaryTestCase {
  private static final Application SHOP = new Application(APPLICATION);

  /** Both ways, of which a file system allows the first or only the second. */
  enum Way {
    UNNAMED {
      @Override
      PendingFile begin(Path target, boolean replace) throws IOException {
        return replace ? TemporaryFile.replacing(target) : TemporaryFile.publishAs(target);
      }
    },
    NAMED {
      @Override
      PendingFile begin(Path target, boolean replace) throws IOException {
        BytePath path = JavaPath.bytes(target);
        try (Root root = Root.host()) {
          return PendingFile.named(
              new PendingFile.Target(
                  path, SHOP, replace, root.parentOf(path), Objects.requireNonNull(path.name())));
        }
      }
    };

    abstract PendingFile begin(Path target, boolean replace) throws IOException;
  }

  private static void write(PendingFile pending, String text) throws IOException {
    assertThat(pending.channel().write(ByteBuffer.wrap(text.getBytes(UTF_8)))).isPositive();
  }

  private void publish(Way way, boolean replace) throws IOException {
    try (PendingFile pending = way.begin(path("target"), replace)) {
      write(pending, "new");
      pending.publish();
    }
  }

  @ParameterizedTest
  @EnumSource
  void publishGivesTheFileAFreeName(Way way) throws Exception {
    for (boolean replace : new boolean[] {false, true}) {
      try (PendingFile pending = way.begin(path("target"), replace)) {
        write(pending, "ne");
        write(pending, "w");
        assertThat(path("target")).doesNotExist();
        pending.publish();
        assertThat(path("target")).hasContent("new");
      }
      assertThat(names()).containsExactly("target");
      assertThat(path("target")).hasContent("new");
      assertThat(isLocked(path("target"))).isFalse();
      Files.delete(path("target"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0644", "0640", "0600", "0666", "0755"})
  void replacingKeepsTheMode(String mode) throws Exception {
    build("target " + mode + " \"old\"\n");
    for (Way way : Way.values()) {
      Umask.during(
          077,
          () -> {
            publish(way, true);
            return null;
          });
      assertThat(tree())
          .isEqualTo("target " + (mode.equals("0644") ? "" : mode + " ") + "\"new\"\n");
    }
  }

  @Test
  void chosenModePrecedesThatOfTheReplacedFile() throws Exception {
    build("target 0644 \"old\"\n");
    try (PendingFile pending = TemporaryFile.replacing(path("target")).setMode(0600)) {
      pending.publish();
    }
    assertThat(mode(path("target"))).isEqualTo(0600);
  }

  @ParameterizedTest
  @CsvSource({"0640 0:4321, 0640 4321", "0666 4321:4321, 0600 0"})
  void groupIsKeptAndAccessThatAnotherUserChoseIsNot(String before, String after) throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("target " + before + " \"old\"\n");
    publish(Way.UNNAMED, true);
    int mode = mode(path("target"));
    Object group = Files.getAttribute(path("target"), "unix:gid");
    assertThat("0" + Integer.toOctalString(mode) + " " + group).isEqualTo(after);
  }

  @Test
  void replacingKeepsTheAcl() throws Exception {
    build("target \"old\"\n");
    try (Directory parent = directory();
        Inode old = parent.inode(Name.of("target"))) {
      old.setAttribute("system.posix_acl_access", aclOfReader(4321));
    }
    publish(Way.UNNAMED, true);
    try (Directory parent = directory();
        Inode replaced = parent.inode(Name.of("target"))) {
      assertThat(replaced.attribute("system.posix_acl_access")).isEqualTo(aclOfReader(4321));
    }
  }

  /** The bits of the group would be the mask of that list, and open the file to its user. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void listOfTheDirectoryOpensNothing(boolean chosen) throws Exception {
    build("target 0640 \"old\"\n");
    try (Directory parent = directory()) {
      parent.setAttribute("system.posix_acl_default", aclOfReader(4321));
      try (PendingFile pending = TemporaryFile.replacing(path("target"))) {
        (chosen ? pending.setMode(0640) : pending).publish();
      }
      try (Inode replaced = parent.inode(Name.of("target"))) {
        assertThat(replaced.attribute("system.posix_acl_access")).isNull();
      }
    }
    assertThat(mode(path("target"))).isEqualTo(0640);
  }

  /** In a shared directory, another user can give it to a name that is missing. */
  @Test
  void secondNameOfAFileGivesNoMode() throws Exception {
    build("other 0666 \"other\"\n");
    Files.createLink(path("target"), path("other"));
    publish(Way.UNNAMED, true);
    assertThat(mode(path("target"))).isEqualTo(0600);
    assertThat(path("other")).hasContent("other");
  }

  /** The value of {@code u::rw-,u:UID:r--,g::---,m::r--,o::---}, linux/posix_acl_xattr.h. */
  private static Bytes aclOfReader(int uid) {
    ByteBuffer value = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
    int[][] entries = {{1, 6, -1}, {2, 4, uid}, {4, 0, -1}, {16, 4, -1}, {32, 0, -1}};
    for (int[] entry : entries) {
      value.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
    }
    return Bytes.of(value.array());
  }

  @Test
  void fileOnWhichSomethingIsMountedSaysSo() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    build("target\nother\n");
    String mount = "mount --bind \"$0\" \"$1\" && shift && exec \"$@\"";
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
    command.addAll(List.of("sh", "-euc", mount, "" + path("other"), "" + path("target")));
    command.addAll(Child.command(Replace.class, "" + path("target")));
    try (Child child = Child.start(command)) {
      assertThat(child.said())
          .isEqualTo(
              "MountPointException: "
                  + path("target")
                  + ": something is mounted on it, so it cannot be replaced; mount its directory"
                  + " instead");
      assertThat(child.end()).isZero();
    }
    assertThat(names()).containsExactly("other", "target");
  }

  /** A program that replaces a file. */
  static final class Replace {
    public static void main(String[] arguments) {
      try (PendingFile pending = TemporaryFile.replacing(Path.of(arguments[0]))) {
        pending.publish();
        System.out.println("replaced");
      } catch (IOException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeWithoutPublishLeavesNothing(Way way) throws Exception {
    build("target \"old\"\n");
    for (boolean replace : new boolean[] {false, true}) {
      try (PendingFile pending = way.begin(path("target"), replace)) {
        write(pending, "new");
        assertThat(path("target")).hasContent("old");
      }
      assertThat(tree()).isEqualTo("target \"old\"\n");
    }
  }

  /** What stands at the target. */
  enum Taken {
    FILE("target \"old\""),
    LINK("target => old"),
    DANGLING("target => none"),
    DIRECTORY("target/");

    final String line;

    Taken(String line) {
      this.line = line;
    }
  }

  @ParameterizedTest
  @EnumSource
  void takenNameFailsAndChangesNothing(Taken taken) throws Exception {
    build("old \"old\"\n" + taken.line + "\n");
    String before = tree();
    for (Way way : Way.values()) {
      assertThatThrownBy(() -> publish(way, false))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining(path("target").toString());
      assertThat(tree()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void replacingReplacesAFileOrTheLinkItself(Taken taken) throws Exception {
    build("old \"old\"\n");
    for (Way way : Way.values()) {
      build(taken.line + "\n");
      String before = tree();
      if (taken == Taken.DIRECTORY) {
        assertThatThrownBy(() -> publish(way, true)).isInstanceOf(FileSystemException.class);
        assertThat(tree()).isEqualTo(before);
        Files.delete(path("target"));
        continue;
      }
      publish(way, true);
      assertThat(Files.isSymbolicLink(path("target"))).isFalse();
      assertThat(path("target")).hasContent("new");
      assertThat(path("old")).hasContent("old");
      assertThat(names()).containsExactly("old", "target");
      Files.delete(path("target"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void modeIsExactAndPrivateByDefault(Way way) throws Exception {
    for (int umask : new int[] {0, 022, 077, 0777}) {
      for (int mode : new int[] {-1, 0, 0400, 0600, 0644, 0664, 0777}) {
        Umask.during(
            umask,
            () -> {
              try (PendingFile pending = way.begin(path("target"), true)) {
                if (mode >= 0) {
                  pending.setMode(mode);
                }
                write(pending, "x");
                pending.publish();
              }
              return null;
            });
        assertThat(mode(path("target"))).isEqualTo(mode < 0 ? 0600 : mode);
        Files.delete(path("target"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 01000, 04755})
  void invalidModesAreRejected(int mode) throws Exception {
    try (PendingFile pending = TemporaryFile.publishAs(path("target"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> pending.setMode(mode));
    }
  }

  @Test
  void severalThreadsCanReplaceOneFile() throws Exception {
    int rounds = 100;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> other = threads.submit(() -> replaceOften(rounds));
      replaceOften(rounds);
      other.get();
    }
    assertThat(Files.readString(path("target"))).isEqualTo("whole");
  }

  private @Nullable Void replaceOften(int rounds) throws IOException {
    for (int i = 0; i < rounds; i++) {
      try (PendingFile pending = TemporaryFile.replacing(path("target"))) {
        write(pending, "whole");
        pending.publish();
      }
    }
    return null;
  }

  @Test
  void secondPublishFails() throws Exception {
    PendingFile pending = TemporaryFile.publishAs(path("target"));
    pending.publish();
    assertThatIllegalStateException().isThrownBy(pending::publish);
    assertThatIllegalStateException().isThrownBy(pending::channel);
    pending.close();
    pending.close();
    assertThatIllegalStateException().isThrownBy(() -> pending.setMode(0644));
    assertThat(names()).containsExactly("target");
  }

  @Test
  void publishCanBeRetriedOnceTheNameIsFree() throws Exception {
    build("target \"old\"\n");
    try (PendingFile pending = TemporaryFile.publishAs(path("target"))) {
      write(pending, "new");
      assertThatThrownBy(pending::publish).isInstanceOf(FileAlreadyExistsException.class);
      Files.delete(path("target"));
      pending.publish();
    }
    assertThat(path("target")).hasContent("new");
  }

  @Test
  void closeSucceedsAfterItsTemporaryNameWasRemoved() throws Exception {
    PendingFile pending = Way.NAMED.begin(path("target"), false);
    Files.delete(path(names().iterator().next()));
    pending.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void missingDirectoryFails() {
    assertThatThrownBy(() -> TemporaryFile.publishAs(path("none/target")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void pathThroughAnotherUsersLinkIsRefused() {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("theirs/ 0755 12345:0\ntheirs/link => ../mine 12345:0\nmine/\n");

    assertThatThrownBy(() -> TemporaryFile.replacing(path("theirs/link/target")))
        .isInstanceOf(UnsafePlaceException.class);
  }

  @Test
  void targetCanBeAPlaceAndAName() throws Exception {
    try (PendingFile pending = TemporaryFile.publishAs(place(), "download")) {
      pending.publish();
      assertThat(pending.target()).isEqualTo(path("download"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemporaryFile.publishAs(place(), "../download"));
    assertThatIllegalArgumentException().isThrownBy(() -> TemporaryFile.replacing(place(), "a/b"));
    assertThat(names()).containsExactly("download");
  }

  @ParameterizedTest
  @EnumSource
  void readerSeesTheOldOrTheNewContent(Way way) throws Exception {
    Path target = path("target");
    Files.writeString(target, content(0));
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> reading = threads.submit(() -> readUntil(over, target));
      try {
        for (int i = 1; i <= 300; i++) {
          try (PendingFile pending = way.begin(target, true)) {
            Channels.newOutputStream(pending.channel()).write(content(i).getBytes(UTF_8));
            pending.publish();
          }
        }
      } finally {
        over.set(true);
      }
      assertThat(reading.get()).isPositive();
    }
  }

  private static String content(int number) {
    return String.valueOf(number).repeat(10_000);
  }

  private static int readUntil(AtomicBoolean over, Path target) throws IOException {
    int read = 0;
    while (!over.get()) {
      String text = Files.readString(target);
      assertThat(text.length() % 10_000).isZero();
      assertThat(text).isEqualTo(content(Integer.parseInt(text, 0, text.length() / 10_000, 10)));
      read++;
    }
    return read;
  }
}

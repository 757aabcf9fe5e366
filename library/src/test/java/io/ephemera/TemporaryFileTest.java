// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporaryFileTest extends TemporaryTestCase {
  /** What can be made in a place. */
  enum Verb {
    UNNAMED {
      @Override
      AutoCloseable make(Place place) throws IOException {
        return TemporaryFile.unnamed(place);
      }
    },
    NAMED {
      @Override
      AutoCloseable make(Place place) throws IOException {
        return TemporaryFile.named(place);
      }
    },
    DIRECTORY {
      @Override
      AutoCloseable make(Place place) throws IOException {
        return TemporaryDirectory.create(place);
      }
    };

    abstract AutoCloseable make(Place place) throws IOException;
  }

  @ParameterizedTest(name = "{0} 0{1}")
  @CsvSource({"own 0700", "own 0755", "shared 1777", "link => real", "none", "none/below"})
  void everyMethodAcceptsASafePlace(String line) throws Exception {
    build("real/\n");
    String name = line.split(" ", 2)[0];
    if (line.contains("=>")) {
      build(line + "\n");
    } else if (line.contains(" ")) {
      build(name + "/ " + line.split(" ", 2)[1] + "\n");
    }

    for (Verb verb : Verb.values()) {
      try (AutoCloseable made = verb.make(place(name))) {
        assertThat(made.toString()).startsWith(path(name).toString());
        assertThat(names(path(name))).hasSize(verb == Verb.UNNAMED ? 0 : 1);
      }
      assertThat(names(path(name))).as("%s", verb).isEmpty();
    }
  }

  @Test
  void missingPlaceIsCreatedPrivately() throws Exception {
    for (Verb verb : Verb.values()) {
      verb.make(place("a/" + verb)).close();
      assertThat(mode(path("a/" + verb))).isEqualTo(0700);
    }
    assertThat(mode(path("a"))).isEqualTo(0700);
  }

  @ParameterizedTest
  @EnumSource
  void placeWhereOthersCanReplaceEntriesIsRefused(Verb verb) {
    build("open/ 0777\n");

    assertThatThrownBy(() -> verb.make(place("open")))
        .isInstanceOf(UnsafePlaceException.class)
        .hasMessage(
            "%s: is writable by any user and not sticky: other users could replace files in it;"
                + " choose a directory of your own, or /tmp, or chmod +t",
            path("open"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNNAMED") // no user can replace those
  void placeThatBecameWritableByOthersIsRefused(Verb verb) throws Exception {
    build("own/\n");
    verb.make(place("own")).close();
    verb.make(place("own")).close();

    Files.setAttribute(path("own"), "unix:mode", 0777);

    assertThatThrownBy(() -> verb.make(place("own"))).isInstanceOf(UnsafePlaceException.class);
  }

  @ParameterizedTest
  @EnumSource
  void placeOfAnotherUserIsRefused(Verb verb) {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("theirs/ 0755 12345:0\n");

    assertThatThrownBy(() -> verb.make(place("theirs")))
        .isInstanceOf(UnsafePlaceException.class)
        .hasMessageContaining(
            "belongs to uid 12345, you are uid 0: other users could replace files in it");
  }

  @ParameterizedTest
  @EnumSource
  void placeThatIsAFileFails(Verb verb) {
    build("f\n");

    assertThatThrownBy(() -> verb.make(place("f"))).isInstanceOf(NotDirectoryException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 022, 077, 0277, 0777})
  void modeAndContentAreRightUnderAnyUmask(int umask) throws Exception {
    build("own/\n");
    try (TemporaryFile named = Umask.during(umask, () -> TemporaryFile.named(place("own")));
        TemporaryFile unnamed = Umask.during(umask, () -> TemporaryFile.unnamed(place("own")));
        TemporaryDirectory directory =
            Umask.during(umask, () -> TemporaryDirectory.create(place("own")))) {
      assertThat(mode(named.path())).isEqualTo(0600);
      assertThat(mode(directory.path())).isEqualTo(0700);
      for (TemporaryFile file : new TemporaryFile[] {named, unnamed}) {
        file.channel().write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
        assertThat(read(file.channel())).isEqualTo("hello");
        assertThat(file.size()).isEqualTo(5);
      }
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    int length = channel.read(buffer, 0);
    return new String(buffer.array(), 0, length, UTF_8);
  }

  @Test
  void namedFileIsLockedAndNamedForTheApplication() throws Exception {
    Path path;
    try (TemporaryFile file = TemporaryFile.named(place())) {
      path = file.path();
      Name name = Name.of(String.valueOf(path.getFileName()));
      assertThat(TemporaryName.isOf(name, new Application(APPLICATION))).isTrue();
      assertThat(isLocked(path)).isTrue();
      assertThat(file.isNamed()).isTrue();
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void unnamedFileHasNoPath() throws Exception {
    try (TemporaryFile file = TemporaryFile.unnamed(place())) {
      assertThat(file.isNamed()).isFalse();
      assertThatThrownBy(file::path).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void unnamedFileCannotBeLinked() throws Exception {
    try (Directory parent = directory();
        OpenFile file = Objects.requireNonNull(parent.createNeverNamed(0600))) {
      assertThatThrownBy(() -> parent.createLink(Name.of("x"), file))
          .hasMessage("create file x: No such file or directory");
    }
  }

  @Test
  void unnamedFileIsCreatedAfterItsPlaceWasReplaced() throws Exception {
    for (int i = 0; i < 2; i++) {
      TemporaryFile.unnamed(place("own")).close();
      TemporaryFile.unnamed(place("own")).close();
      Files.delete(path("own"));
    }
  }

  @Test
  void nameIsRemovedAtOnceWithoutUnnamedFiles() throws Exception {
    try (Directory parent = directory();
        OpenFile file = TemporaryFile.createUnlinked(parent, new Application(APPLICATION))) {
      assertThat(names()).isEmpty();
      assertThat(file.stat().links()).isZero();
      try (PlaceChannel channel = PlaceChannel.on(file, JavaPath.bytes(path("")))) {
        assertThat(channel.write(ByteBuffer.allocate(3))).isEqualTo(3);
      }
    }
  }

  @Test
  void fewDescriptorsAreOpen() throws Exception {
    try (TemporaryFile unnamed = TemporaryFile.unnamed(place())) {
      unnamed.channel().write(ByteBuffer.allocate(1));
      assertThat(openDescriptors()).hasSize(1);
    }
    try (TemporaryFile named = TemporaryFile.named(place())) {
      named.channel().write(ByteBuffer.allocate(1));
      assertThat(openDescriptors()).hasSize(2);
    }
  }

  @Test
  void suffixAndModeAreThoseThatWereChosen() throws Exception {
    for (int umask : new int[] {0, 077}) {
      try (TemporaryFile file =
          Umask.during(umask, () -> TemporaryFile.named(place(), ".tar.gz", 0644))) {
        assertThat(file.path().toString()).endsWith(".tar.gz");
        assertThat(mode(file.path())).isEqualTo(0644);
        assertThat(Sweeper.sweep(place()).held()).containsExactly(file.path());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pdf", "/x", ".a/b", ". ", ".\u00e4", "9"})
  void invalidSuffixIsRefused(String suffix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemporaryFile.named(place(), suffix))
        .withMessageStartingWith("invalid suffix: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 0400, 0177, 01600, 010600})
  void invalidModeIsRefused(int mode) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemporaryFile.named(place(), "", mode))
        .withMessageStartingWith("not permission bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".pdf", "-a-bcdefghijkmnpqrstuv.pdf"})
  void keptFileStaysAndNoSweepRemovesIt(String suffix) throws Exception {
    Path kept;
    try (TemporaryFile file = TemporaryFile.named(place(), suffix)) {
      file.outputStream().write(7);
      Path before = file.path();
      kept = file.keep();
      assertThat(kept).isNotEqualTo(before).isEqualTo(file.keep()).isEqualTo(file.path());
    }
    assertThat(Sweeper.sweep(place()).removed()).isEmpty();
    assertThat(kept).hasBinaryContent(new byte[] {7});
    assertThat(kept.toString()).endsWith(suffix);
    assertThat(names()).hasSize(1);
  }

  @Test
  void unnamedFileCannotBeKept() throws Exception {
    try (TemporaryFile file = TemporaryFile.unnamed(place())) {
      assertThatThrownBy(file::keep).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void streamsHavePositionsOfTheirOwn() throws Exception {
    try (TemporaryFile file = TemporaryFile.unnamed(place());
        OutputStream out = file.outputStream();
        InputStream in = file.inputStream()) {
      out.write("hello".getBytes(UTF_8));
      assertThat(in.read()).isEqualTo('h');
      assertThat(in.available()).isEqualTo(4);
      out.write('!');
      assertThat(in.readAllBytes()).isEqualTo("ello!".getBytes(UTF_8));
      assertThat(in.read()).isEqualTo(-1);
      assertThat(file.channel().position()).isZero();
    }
  }

  @Test
  void closedChannelIsOpenedAgain() throws Exception {
    try (TemporaryFile file = TemporaryFile.named(place())) {
      FileChannel first = file.channel();
      assertThat(file.channel()).isSameAs(first);
      first.write(ByteBuffer.wrap(new byte[] {'a'}));
      first.close();
      assertThat(read(file.channel())).isEqualTo("a");
      assertThat(isLocked(file.path())).isTrue();
    }
  }

  @Test
  void closeIsIdempotent() throws Exception {
    TemporaryFile file = TemporaryFile.named(place());
    FileChannel channel = file.channel();
    file.close();
    file.close();

    assertThat(channel.isOpen()).isFalse();
    assertThatIllegalStateException().isThrownBy(file::channel);
    assertThatIllegalStateException().isThrownBy(file::size);
    assertThat(names()).isEmpty();
  }

  @Test
  void movedFileIsKept() throws Exception {
    try (TemporaryFile file = TemporaryFile.named(place())) {
      Files.move(file.path(), path("kept"));
    }
    assertThat(names()).containsExactly("kept");
  }

  @Test
  void lockFailsWhileACleanerHoldsOrRemovedIt() throws Exception {
    Name name = TemporaryName.random(new Application(APPLICATION));
    try (Directory parent = directory();
        OpenFile file = parent.createFileAtMost(name, 0600)) {
      try (OpenFile cleaner = parent.openFile(name)) {
        assertThat(cleaner.tryLock()).isTrue();
        assertThat(TemporaryFile.lock(file, parent, name, 0600)).isFalse();
      }
      assertThat(TemporaryFile.lock(file, parent, name, 0600)).isTrue();
      parent.remove(name);
      assertThat(TemporaryFile.lock(file, parent, name, 0600)).isFalse();
    }
  }
}

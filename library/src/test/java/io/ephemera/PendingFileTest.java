// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        BytePath path = Spelling.of(target);
        try (Root root = Root.host()) {
          return PendingFile.named(
              path, SHOP, replace, root.parentOf(path), Objects.requireNonNull(path.name()));
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
  void a_free_name_is_taken_when_the_file_is_complete(Way way) throws Exception {
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
  @EnumSource
  void without_publish_nothing_is_left(Way way) throws Exception {
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
  void a_taken_name_is_an_answer_and_changes_nothing(Taken taken) throws Exception {
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
  void replacing_takes_the_place_of_a_file_or_of_a_link_itself(Taken taken) throws Exception {
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
  void the_mode_is_exact_and_private_unless_said(Way way) throws Exception {
    for (int umask : new int[] {0, 022, 077, 0777}) {
      for (int mode : new int[] {-1, 0, 0400, 0600, 0644, 0664, 0777}) {
        Umask.during(
            umask,
            () -> {
              try (PendingFile pending = way.begin(path("target"), true)) {
                if (mode >= 0) {
                  pending.withMode(mode);
                }
                write(pending, "x");
                pending.publish();
              }
              return null;
            });
        assertThat(mode(path("target"))).isEqualTo(mode < 0 ? 0600 : mode);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 01000, 04755})
  void other_modes_are_refused(int mode) throws Exception {
    try (PendingFile pending = TemporaryFile.publishAs(path("target"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> pending.withMode(mode));
    }
  }

  @Test
  void several_may_replace_one_file_at_once() throws Exception {
    int rounds = 100;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> other = threads.submit(() -> replaceOften(rounds));
      Object _ = replaceOften(rounds);
      Object _ = other.get();
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
  void it_is_published_once() throws Exception {
    PendingFile pending = TemporaryFile.publishAs(path("target"));
    pending.publish();
    assertThatIllegalStateException().isThrownBy(pending::publish);
    assertThatIllegalStateException().isThrownBy(pending::channel);
    pending.close();
    pending.close();
    assertThatIllegalStateException().isThrownBy(() -> pending.withMode(0644));
    assertThat(names()).containsExactly("target");
  }

  @Test
  void a_second_try_under_a_taken_name_is_possible_when_it_is_free() throws Exception {
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
  void a_name_of_its_own_that_somebody_removed_does_not_keep_it_from_being_closed()
      throws Exception {
    PendingFile pending = Way.NAMED.begin(path("target"), false);
    Files.delete(path(names().iterator().next()));
    pending.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void the_directory_must_be_there() {
    assertThatThrownBy(() -> TemporaryFile.publishAs(path("none/target")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_way_through_a_strangers_link_is_refused() {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("theirs/ 0755 12345:0\ntheirs/link => ../mine 12345:0\nmine/\n");

    assertThatThrownBy(() -> TemporaryFile.replacing(path("theirs/link/target")))
        .isInstanceOf(UnsafePlaceException.class);
  }

  @Test
  void a_place_and_a_name_do_as_well() throws Exception {
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
  void a_reader_sees_the_old_content_or_the_new_and_nothing_else(Way way) throws Exception {
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

// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.PassthroughMount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * File systems that lack what local ones have: everything works without it, and nothing is left.
 */
class WeakFileSystemTest extends TemporaryTestCase {
  private static final byte[] TEXT = "text".getBytes(UTF_8);

  @BeforeAll
  static void requireFuse() {
    assumeTrue(PassthroughMount.missing() == null, () -> "" + PassthroughMount.missing());
  }

  /** What the library can do in a directory. */
  enum Verb {
    UNNAMED {
      @Override
      void run(Path in) throws IOException {
        try (TemporaryFile file = TemporaryFile.unnamed(place(in))) {
          file.channel().write(ByteBuffer.wrap(TEXT));
          assertThat(file.inputStream().readAllBytes()).isEqualTo(TEXT);
        }
      }
    },
    NAMED {
      @Override
      void run(Path in) throws IOException {
        try (TemporaryFile file = TemporaryFile.named(place(in), ".txt")) {
          file.outputStream().write(TEXT);
          assertThat(file.path()).hasBinaryContent(TEXT);
        }
      }
    },
    DIRECTORY {
      @Override
      void run(Path in) throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.create(place(in))) {
          Files.createFile(Files.createDirectory(directory.path().resolve("d")).resolve("f"));
        }
      }
    },
    PUBLISH {
      @Override
      void run(Path in) throws IOException {
        publish(TemporaryFile.publishAs(in.resolve("new")));
        assertThat(in.resolve("new")).hasBinaryContent(TEXT);
        Files.delete(in.resolve("new"));
      }
    },
    REPLACE {
      @Override
      void run(Path in) throws IOException {
        Files.createFile(in.resolve("old"));
        try {
          publish(TemporaryFile.replacing(in.resolve("old")));
          assertThat(in.resolve("old")).hasBinaryContent(TEXT);
        } finally {
          Files.delete(in.resolve("old"));
        }
      }
    },
    WRITE {
      @Override
      void run(Path in) throws IOException {
        try (RuntimeDirectory directory = runtime(in)) {
          directory.writeFile("f", TEXT);
          directory.writeFile("f", TEXT);
          directory.createFile("g").close();
          Files.delete(directory.path().resolve("f"));
          Files.delete(directory.path().resolve("g"));
        } finally {
          Files.deleteIfExists(in.resolve("run"));
        }
      }
    },
    LISTEN {
      @Override
      void run(Path in) throws IOException {
        try (RuntimeDirectory directory = runtime(in)) {
          RuntimeSocket.listen(directory, "s").close();
          Files.delete(directory.path().resolve("s.lock"));
        } finally {
          Files.deleteIfExists(in.resolve("run"));
        }
      }
    },
    LOCK {
      @Override
      void run(Path in) throws IOException {
        try (RuntimeDirectory directory = runtime(in)) {
          if (directory.tryLock("l") instanceof InstanceLock.Held held) {
            held.lock().close();
          }
        } finally {
          Files.deleteIfExists(in.resolve("run/l"));
          Files.deleteIfExists(in.resolve("run"));
        }
      }
    },
    SWEEP {
      @Override
      void run(Path in) throws IOException {
        assertThat(Sweeper.sweep(place(in)).failed()).isEmpty();
      }
    };

    abstract void run(Path in) throws IOException;

    private static Place place(Path in) {
      return Place.at(in, Purpose.TEMPORARY, APPLICATION);
    }

    private static RuntimeDirectory runtime(Path in) throws IOException {
      return RuntimeDirectory.open(Place.at(in.resolve("run"), Purpose.RUNTIME, APPLICATION));
    }

    private static void publish(PendingFile pending) throws IOException {
      try (pending) {
        pending.channel().write(ByteBuffer.wrap(TEXT));
        pending.publish();
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flock=ENOSYS                        | LOCK FileSystemException
          flock=ENOLCK                        | LOCK FileSystemException
          flock=EOPNOTSUPP                    | LOCK FileSystemException
          chmod=EPERM mode=0700 owner=0       | nothing fails
          chmod=ignore mode=0700 owner=0      | nothing fails
          chmod=EPERM mode=0755 owner=0       | UNNAMED,NAMED,DIRECTORY,PUBLISH,REPLACE,WRITE,LISTEN,LOCK UnsafePlaceException
          chmod=ignore mode=0755 owner=0      | UNNAMED,NAMED,DIRECTORY,PUBLISH,REPLACE,WRITE,LISTEN,LOCK UnsafePlaceException
          link=EPERM rename=EINVAL            | nothing fails
          link=EOPNOTSUPP rename=ENOSYS       | nothing fails
          rename=EINVAL                       | nothing fails
          flock=nfs rename=EINVAL             | nothing fails
          statfs=zero write=EIO               | UNNAMED,NAMED,PUBLISH,REPLACE,WRITE FileSystemException
          statfs=zero write=EDQUOT            | UNNAMED,NAMED,PUBLISH,REPLACE,WRITE NoSpaceException
          """)
  void everyVerbWorksOrSaysWhyNot(String switches, String failing) throws Exception {
    List<String> failed = Arrays.asList(failing.split("[, ]", -1));
    try (PassthroughMount mount = PassthroughMount.in(path(""), List.of(switches.split(" ", -1)))) {
      for (Verb verb : Verb.values()) {
        String expected = failed.contains(verb.name()) ? failed.getLast() : "works";
        assertThat(outcome(verb, mount.path())).as("%s", verb).isEqualTo(expected);
        try (Stream<Path> left = Files.list(mount.path())) {
          assertThat(left).as("%s", verb).isEmpty();
        }
      }
    }
  }

  private static String outcome(Verb verb, Path in) {
    try {
      verb.run(in);
      return "works";
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  @Test
  void quotaIsRecognizedWithoutItsText() {
    try (PassthroughMount mount = PassthroughMount.in(path(""), List.of("write=EDQUOT"))) {
      assertThatThrownBy(() -> Verb.NAMED.run(mount.path()))
          .isInstanceOfSatisfying(NoSpaceException.class, e -> assertThat(e.isQuota()).isTrue());
    }
  }

  /** To the logger, which a process of its own has on standard error. */
  @ParameterizedTest
  @CsvSource({
    "flock=ENOSYS,                  has no locks",
    "chmod=EPERM mode=0700 owner=0, keeps no permission bits",
  })
  void whatTheFileSystemLacksIsReportedOnce(String switches, String warning) throws Exception {
    try (PassthroughMount mount = PassthroughMount.in(path(""), List.of(switches.split(" ", -1)))) {
      List<String> command = Child.command(WarningsProbe.class, mount.path().toString());
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      assertThat(process.inputReader().lines().filter(line -> line.contains(warning))).hasSize(1);
      assertThat(process.waitFor()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"zero", "huge"})
  void unknownSizeIsEnough(String sizes) throws Exception {
    try (PassthroughMount mount = PassthroughMount.in(path(""), List.of("statfs=" + sizes))) {
      Place place = Place.at(mount.path(), Purpose.TEMPORARY, APPLICATION);
      Place.Facts facts = place.facts().orElseThrow();
      assertThat(facts.freeBytes().isPresent()).isEqualTo(sizes.equals("huge"));
      assertThat(facts.freeBytes().orElse(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void unlockedEntriesAreKeptBySweeps() throws Exception {
    try (PassthroughMount mount = PassthroughMount.in(path(""), PassthroughMount.LUSTRE)) {
      Place place = Place.at(mount.path(), Purpose.TEMPORARY, APPLICATION);
      try (TemporaryFile file = TemporaryFile.named(place)) {
        Sweeper.Result sweep = Sweeper.sweep(place);
        assertThat(sweep.removed()).isEmpty();
        assertThat(sweep.failed())
            .singleElement()
            .satisfies(failed ->
                assertThat(failed.reason())
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("has no locks"));
        assertThat(file.path()).exists();
      }
    }
  }

  @Test
  void lockOfNfsIsAskedThroughAFileOpenForWriting() throws Exception {
    try (PassthroughMount mount = PassthroughMount.in(path(""), PassthroughMount.NFS)) {
      Place place = Place.at(mount.path(), Purpose.TEMPORARY, APPLICATION);
      try (TemporaryFile file = TemporaryFile.named(place)) {
        assertThat(Sweeper.sweep(place).held()).containsExactly(file.path());
      }
    }
  }
}

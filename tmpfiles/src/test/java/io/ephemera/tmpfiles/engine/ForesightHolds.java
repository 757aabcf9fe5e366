// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.Name;
import io.ephemera.testkit.RandomCleaning;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Locks and live sockets of a case. */
final class ForesightHolds implements AutoCloseable {
  private final RandomGenerator random;
  private final RandomCleaning cleaning;
  private final Path folder;
  private final boolean withoutLocks;
  private final ForesightSurroundings surroundings;
  private final List<AutoCloseable> held = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  ForesightHolds(
      RandomGenerator random,
      RandomCleaning cleaning,
      Path folder,
      boolean withoutLocks,
      ForesightSurroundings surroundings) {
    this.random = random;
    this.cleaning = cleaning;
    this.folder = folder;
    this.withoutLocks = withoutLocks;
    this.surroundings = surroundings;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  void hold() throws IOException {
    for (int i = random.nextInt(3); i > 0; i--) {
      lock(cleaning.files().isEmpty() ? "t" : one(cleaning.files()));
    }
    if (random.nextInt(3) == 0) {
      lock(one(cleaning.directories()));
    }
    if (random.nextInt(6) == 0) {
      lock(ownTop());
    }
    if (random.nextInt(3) == 0) {
      listen(one(cleaning.directories()), random.nextInt(3));
    }
  }

  /** The path of a line without a pattern. */
  private String ownTop() {
    String line = one(cleaning.lines());
    String path = line.replaceAll("^\\S+ \"?/([^\"]*?)(\"? - - - .*|\")?$", "$1");
    return Files.exists(folder.resolve(path), LinkOption.NOFOLLOW_LINKS) ? path : "t";
  }

  private void lock(String path) throws IOException {
    Path file = folder.resolve(path);
    boolean directory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    if (withoutLocks || path.contains("\\x") || !(directory || regular)) {
      return;
    }
    try (Directory parent = Directory.openAmbient(BytePath.of(file.toString()).parent())) {
      Name name = Name.of(Bytes.utf8(file.getFileName().toString()));
      Handle opened = directory ? parent.openForReading(name) : parent.openFile(name);
      held.add(opened);
      assertThat(opened.attemptLock()).as("lock on %s", file).isNotEqualTo(LockAttempt.UNSUPPORTED);
    }
    text.append("# locked: ").append(path).append('\n');
  }

  private void listen(String directory, int way) throws IOException {
    Path place = folder.resolve(directory);
    if (directory.contains("\\x") || !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (way == 0 && ForesightSurroundings.mayMount()) {
      surroundings.network().listen(place, "sock");
      held.add(surroundings.network()::closeSockets);
    } else {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      held.add(server);
      var _ = server.bind(UnixDomainSocketAddress.of(place.resolve("sock")));
    }
    if (way == 1) {
      Path _ = Files.move(place.resolve("sock"), place.resolve("sock-renamed"));
    }
    text.append("# socket in ").append(directory).append(", ").append(way).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
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
  }
}

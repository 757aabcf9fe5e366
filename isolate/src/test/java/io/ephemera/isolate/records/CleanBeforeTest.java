// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Removes dead sockets and stale pid files, and nothing else. */
class CleanBeforeTest {
  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.path().resolve(name), content);
  }

  private ServerSocketChannel bind(String name) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(folder.path().resolve(name)));
  }

  @Test
  void removesWhatIsDeadAndKeepsTheRest() throws IOException {
    Path own = file("own.pid", ProcessHandle.current().pid() + "\n");
    Path words = file("words.pid", "1073741824 words\n");
    Path other = file("other", "1073741824\n");
    Path below = Files.createDirectory(folder.path().resolve("below.pid"));
    Path link = Files.createSymbolicLink(folder.path().resolve("link.pid"), other);
    Path inner = Files.writeString(below.resolve("inner.pid"), "1073741824\n");
    Path stale = file("stale.pid", "999999999\n");
    bind("dead").close();
    try (ServerSocketChannel _ = bind("alive")) {
      List<String> removed = new ArrayList<>();
      new CleanBefore(path -> removed.add(path.toString())).clean(Plans.bytes(folder.path()));
      assertThat(removed)
          .containsExactlyInAnyOrder(stale.toString(), folder.path().resolve("dead").toString());
      assertThat(folder.path().resolve("alive")).exists();
    }
    assertThat(List.of(own, words, other, link, inner)).allMatch(Files::exists);
    assertThat(stale).doesNotExist();
  }
}

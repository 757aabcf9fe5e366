// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a system below a directory that is used as its root. */
record Installation(Path top) {
  Installation file(String path, String content) {
    try {
      Path file = withParent(path);
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Installation link(String path, String target) {
    try {
      Files.createSymbolicLink(withParent(path), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Installation directory(String path) {
    try {
      Files.createDirectories(withParent(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private Path withParent(String path) throws IOException {
    Path file = top.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    return file;
  }

  BytePath path() {
    return BytePath.of(top.toString());
  }

  Root root() throws IOException {
    return Root.at(path());
  }
}

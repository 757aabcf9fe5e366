// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.findings;

import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.report.Baseline;
import io.ephemera.report.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file of a baseline, which a user names. */
final class BaselineFile {
  private static final int LARGEST = 64 << 20;
  private static final int MODE = 0644;

  private final BytePath path;

  private BaselineFile(BytePath path) {
    this.path = path;
  }

  static BaselineFile of(@Nullable Bytes name) {
    return new BaselineFile(BytePath.of(name == null ? Bytes.EMPTY : name));
  }

  Baseline read() throws IOException {
    try (OpenFile file = OpenFile.openAmbient(path)) {
      String text = new String(file.readAll(LARGEST).toArray(), StandardCharsets.UTF_8);
      return Baseline.parse(path.toString(), text);
    }
  }

  /** Replaces the file at once: a reader finds the old or the new one. */
  void write(List<Finding> findings) throws IOException {
    BytePath absolute = WorkingDirectory.resolve(path);
    Name name = absolute.name();
    if (name == null) {
      throw new IOException("cannot write \"" + path + "\": it is a directory");
    }
    try (Directory directory = Directory.openAmbient(absolute.parent())) {
      Name temporary = Directory.temporaryName(name);
      try (OpenFile file = directory.createFile(temporary, MODE)) {
        file.write(Bytes.utf8(Baseline.text(findings)));
        file.sync();
        directory.rename(temporary, name);
      } catch (IOException e) {
        boolean ignored = directory.removeIfExists(temporary);
        throw e;
      }
    }
  }
}

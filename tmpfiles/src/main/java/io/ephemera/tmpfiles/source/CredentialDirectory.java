// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.tmpfiles.language.CredentialName;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.language.SystemCredentials;
import io.ephemera.tmpfiles.language.Variables;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Credentials as files in {@code $CREDENTIALS_DIRECTORY} (systemd.exec(5)). Thread-safe. */
public final class CredentialDirectory implements SystemCredentials {
  /** The largest credential, in bytes. */
  private static final int LARGEST = 1 << 20;

  /** The credential with additional lines. */
  private static final String EXTRA = "tmpfiles.extra";

  private final @Nullable BytePath directory;

  /** The credentials in the directory of the variable; none if it is not set. */
  public CredentialDirectory(Variables variables) {
    Bytes value = variables.get("CREDENTIALS_DIRECTORY");
    this.directory = value == null || value.isEmpty() ? null : BytePath.of(value);
  }

  /**
   * The lines of the credential {@code tmpfiles.extra}, which come after all others, or null if it
   * does not exist.
   *
   * @throws IOException if it cannot be read, or another user may have written it
   */
  public @Nullable SourceFile extra() throws IOException {
    if (directory == null) {
      return null;
    }
    Bytes content = read(directory, Name.of(EXTRA));
    String path = directory.child(Name.of(EXTRA)).toString();
    return content == null ? null : new SourceFile(path, content, SourceFile.Kind.LISTED);
  }

  /** The position of {@code tmpfiles.extra} as a whole. */
  public Position positionOfExtra() {
    String path = directory == null ? EXTRA : directory.child(Name.of(EXTRA)).toString();
    return new Position(path, 0, 0);
  }

  @Override
  public @Nullable Bytes read(CredentialName name) throws IOException {
    return directory == null ? null : read(directory, Name.of(Bytes.latin1(name.text())));
  }

  private static @Nullable Bytes read(BytePath directory, Name name) throws IOException {
    if (!directory.isAbsolute() || directory.hasDotDot()) {
      throw new IOException("CREDENTIALS_DIRECTORY is not an absolute path without '..'");
    }
    try (Root host = Root.host();
        Inode holder = Trust.VARIABLE.followIfExists(host, directory);
        Inode credential =
            holder == null ? null : Trust.VARIABLE.followIfExists(host, directory.child(name))) {
      if (credential == null) {
        return null;
      }
      if (!credential.stat().isRegular()) {
        throw new IOException("not a regular file");
      }
      try (OpenFile file = credential.openForReading()) {
        return file.readAll(LARGEST);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** SystemCredentials as files in {@code $CREDENTIALS_DIRECTORY} (systemd.exec(5)). Thread-safe. */
public final class CredentialDirectory implements SystemCredentials {
  /** The most that a credential holds, in bytes. */
  private static final int LARGEST = 1 << 20;

  private static final String EXTRA = "tmpfiles.extra";

  private final @Nullable BytePath directory;

  /** The credentials that the variables lead to; none where the variable is not set. */
  public CredentialDirectory(Variables variables) {
    Bytes value = variables.get("CREDENTIALS_DIRECTORY");
    this.directory = value == null || value.isEmpty() ? null : BytePath.of(value);
  }

  /**
   * The lines of the credential {@code tmpfiles.extra}, which come after all others, or null if
   * there are none that can be read.
   */
  public @Nullable SourceFile extra() {
    try {
      Bytes content = read(EXTRA);
      if (directory == null || content == null) {
        return null;
      }
      BytePath path = directory.child(Name.of(EXTRA));
      return new SourceFile(path.toString(), content, SourceFile.Kind.LISTED);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public @Nullable Bytes read(String name) throws IOException {
    if (directory == null || !CredentialName.isValid(name)) {
      return null;
    }
    if (!directory.isAbsolute() || directory.hasDotDot()) {
      throw new IOException("CREDENTIALS_DIRECTORY is no absolute path without '..'");
    }
    try (OpenFile file = OpenFile.openAmbient(directory.child(Name.of(Bytes.latin1(name))))) {
      if (!file.stat().isRegular()) {
        throw new IOException("it is no regular file");
      }
      return file.readAll(LARGEST);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }
}

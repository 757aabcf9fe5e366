// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Credentials as files in {@code $CREDENTIALS_DIRECTORY} (systemd.exec(5)). Thread-safe. */
public final class CredentialDirectory implements Credentials {
  /** The most that a credential holds, in bytes. */
  private static final int LARGEST = 1 << 20;

  private static final String EXTRA = "tmpfiles.extra";

  private final @Nullable BytePath directory;

  /** The credentials that the variables lead to; none where the variable is not set or relative. */
  public CredentialDirectory(Variables variables) {
    Bytes value = variables.get("CREDENTIALS_DIRECTORY");
    BytePath path = value == null ? null : BytePath.of(value);
    this.directory = path == null || !path.isAbsolute() ? null : path;
  }

  /**
   * The lines of the credential {@code tmpfiles.extra}, which come after all others, or null if
   * there are none.
   */
  public @Nullable SourceFile extra() {
    Bytes content = read(EXTRA);
    if (directory == null || content == null) {
      return null;
    }
    BytePath path = directory.child(Name.of(EXTRA));
    return new SourceFile(path.toString(), content, SourceFile.Kind.LISTED);
  }

  @Override
  public @Nullable Bytes read(String name) {
    if (directory == null || !CredentialName.isValid(name)) {
      return null;
    }
    try (OpenFile file = OpenFile.openAmbient(directory.child(Name.of(Bytes.latin1(name))))) {
      return file.stat().isRegular() ? file.readAll(LARGEST) : null;
    } catch (IOException e) {
      return null;
    }
  }
}

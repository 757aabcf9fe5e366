// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of units, as {@link UnitLoader} reads them. An implementation decides which files are
 * trusted, and refuses others with an exception.
 */
public interface UnitFiles {
  /**
   * The content of a file; symbolic links are followed, and a link to {@code /dev/null} has no
   * bytes.
   *
   * @param path absolute
   * @return null if there is no such file
   * @throws IOException if it cannot be read or must not be trusted
   */
  @Nullable Bytes readIfExists(BytePath path) throws IOException;

  /**
   * The names in a directory, in any order; none if it does not exist.
   *
   * @param directory absolute
   * @throws IOException if it cannot be read
   */
  List<Name> list(BytePath directory) throws IOException;

  /**
   * The path of a file after all symbolic links are followed, which decides whether its name is an
   * alias of another unit. Without an implementation no file is an alias.
   *
   * @param path absolute, of a file that exists
   * @throws IOException if it cannot be found out
   */
  default BytePath realPath(BytePath path) throws IOException {
    return path;
  }
}

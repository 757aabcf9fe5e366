// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates the command line into a {@link Request}. */
final class TmpfilesRequest {
  private static final List<String> API_FILE_SYSTEMS = List.of("/dev", "/proc", "/run", "/sys");

  private TmpfilesRequest() {}

  /**
   * What the command line asks for.
   *
   * @param root the root directory, or null for that of the host
   */
  static Request of(ParsedCommandLine line, @Nullable BytePath root) {
    return new Request(
        line.has(TmpfilesDefinition.CREATE),
        line.has(TmpfilesDefinition.REMOVE),
        line.has(TmpfilesDefinition.CLEAN),
        line.has(TmpfilesDefinition.PURGE),
        line.has(TmpfilesDefinition.BOOT) || line.has(TmpfilesDefinition.CHECK),
        line.has(TmpfilesDefinition.GRACEFUL),
        line.has(TmpfilesDefinition.DRY_RUN),
        line.has(TmpfilesDefinition.USER),
        root,
        paths(line.all(TmpfilesDefinition.PREFIX)),
        excluded(line),
        path(line.last(TmpfilesDefinition.REPLACE)),
        line.has(TmpfilesDefinition.INLINE),
        line.arguments());
  }

  private static List<BytePath> excluded(ParsedCommandLine line) {
    List<BytePath> paths = paths(line.all(TmpfilesDefinition.EXCLUDE_PREFIX));
    if (line.has(TmpfilesDefinition.EXCLUDE_API)
        || path(line.last(TmpfilesDefinition.IMAGE)) != null) {
      for (String fileSystem : API_FILE_SYSTEMS) {
        paths.add(BytePath.of(fileSystem));
      }
    }
    return paths;
  }

  private static List<BytePath> paths(List<Bytes> texts) {
    List<BytePath> paths = new ArrayList<>();
    for (Bytes text : texts) {
      paths.add(BytePath.of(text));
    }
    return paths;
  }

  /** A path, or null if the option was not given or is empty. */
  static @Nullable BytePath path(@Nullable Bytes text) {
    return text == null || text.isEmpty() ? null : BytePath.of(text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.language.Prefixes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    Prefixes prefixes = new Prefixes(paths(line.all(TmpfilesDefinition.PREFIX)), excluded(line));
    Request.Sources sources =
        new Request.Sources(
            line.has(TmpfilesDefinition.USER),
            path(line.last(TmpfilesDefinition.REPLACE)),
            line.has(TmpfilesDefinition.INLINE),
            line.arguments());
    return new Request(flags(line), new Request.Scope(root, prefixes), sources);
  }

  private static Set<Request.Flag> flags(ParsedCommandLine line) {
    Set<Request.Flag> flags = new HashSet<>();
    for (Request.Flag flag : Request.Flag.values()) {
      if (isSet(flag, line)) {
        flags.add(flag);
      }
    }
    return flags;
  }

  private static boolean isSet(Request.Flag flag, ParsedCommandLine line) {
    return switch (flag) {
      case CREATE -> line.has(TmpfilesDefinition.CREATE);
      case REMOVE -> line.has(TmpfilesDefinition.REMOVE);
      case CLEAN -> line.has(TmpfilesDefinition.CLEAN);
      case PURGE -> line.has(TmpfilesDefinition.PURGE);
      case BOOT -> line.has(TmpfilesDefinition.BOOT) || line.has(TmpfilesDefinition.CHECK);
      case GRACEFUL -> line.has(TmpfilesDefinition.GRACEFUL);
      case DRY_RUN -> line.has(TmpfilesDefinition.DRY_RUN);
    };
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

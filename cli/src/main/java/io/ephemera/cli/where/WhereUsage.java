// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.Need;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.ByteSize;
import io.ephemera.fs.Bytes;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the options of {@code ephemera where} ask for, and which of them can be combined. */
final class WhereUsage {
  private WhereUsage() {}

  /** The kind asked for, or null for all. Needs without a kind are those of temporary files. */
  static @Nullable PlaceKind kind(ParsedCommandLine line) throws UsageException {
    Bytes named = line.last(WhereDefinition.FOR);
    require(named == null || line.arguments().isEmpty(), "expected one KIND");
    if (!line.arguments().isEmpty()) {
      named = line.arguments().getFirst();
    }
    if (named == null) {
      return hasNeeds(line) ? PlaceKind.TEMP : null;
    }
    return PlaceKind.named(named.latin1());
  }

  static void check(ParsedCommandLine line, @Nullable PlaceKind kind) throws UsageException {
    require(
        !hasNeeds(line) || (kind != null && kind.isTemporary()),
        "--size=, --executable and --persistent require the kind temp or native");
    require(
        !line.has(WhereDefinition.CREATE) || (kind != null && line.has(WhereDefinition.APP)),
        "--create requires a KIND and --app=NAME");
  }

  private static long bytes(Bytes size) throws UsageException {
    OptionalLong bytes = ByteSize.parse(size.latin1());
    require(
        bytes.isPresent(),
        "invalid byte size '--size=" + size + "': expected one such as 500M or 3G");
    return bytes.orElseThrow();
  }

  private static boolean hasNeeds(ParsedCommandLine line) {
    return line.has(WhereDefinition.SIZE)
        || line.has(WhereDefinition.EXECUTABLE)
        || line.has(WhereDefinition.PERSISTENT);
  }

  static Need need(ParsedCommandLine line) throws UsageException {
    Need need = Need.small();
    Bytes size = line.last(WhereDefinition.SIZE);
    if (size != null) {
      need = need.and(Need.bytes(bytes(size)));
    }
    if (line.has(WhereDefinition.EXECUTABLE)) {
      need = need.and(Need.executable());
    }
    return line.has(WhereDefinition.PERSISTENT) ? need.and(Need.persistent()) : need;
  }
}

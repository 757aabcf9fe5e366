// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.Need;
import io.ephemera.fs.Bytes;
import org.jspecify.annotations.Nullable;

/** Which options of {@code ephemera where} go together. */
final class WhereRules {
  private WhereRules() {}

  /** What is asked for; null for everything. Needs alone are those of temporary files. */
  static @Nullable WhereKind kind(Options options) throws UsageException {
    Bytes named = options.last(WhereOption.FOR);
    if (options.arguments().size() > (named == null ? 1 : 0)) {
      throw new UsageException("name one kind of place");
    }
    if (named == null && !options.arguments().isEmpty()) {
      named = options.arguments().getFirst();
    }
    if (named == null) {
      return hasNeeds(options) ? WhereKind.TEMP : null;
    }
    WhereKind kind = WhereKind.named(named.latin1());
    if (kind == null) {
      throw new UsageException(
          "unknown kind '" + named + "': expected one of " + String.join(", ", WhereKind.ids()));
    }
    return kind;
  }

  static void check(Options options, @Nullable WhereKind kind) throws UsageException {
    if (hasNeeds(options) && (kind == null || !kind.isTemporary())) {
      throw new UsageException("--size, --executable and --persistent are for temp and native");
    }
    if (options.has(WhereOption.CREATE)
        && (kind == null || options.last(WhereOption.APP) == null)) {
      throw new UsageException("--create needs one kind of place and --app=NAME");
    }
  }

  private static boolean hasNeeds(Options options) {
    return options.has(WhereOption.SIZE)
        || options.has(WhereOption.EXECUTABLE)
        || options.has(WhereOption.PERSISTENT);
  }

  static Need need(Options options) throws UsageException {
    Need need = Need.small();
    Bytes size = options.last(WhereOption.SIZE);
    if (size != null) {
      need = need.and(Need.bytes(SizeText.parse("size", size.latin1())));
    }
    if (options.has(WhereOption.EXECUTABLE)) {
      need = need.and(Need.executable());
    }
    return options.has(WhereOption.PERSISTENT) ? need.and(Need.persistent()) : need;
  }
}

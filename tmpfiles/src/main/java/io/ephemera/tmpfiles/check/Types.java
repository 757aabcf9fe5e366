// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Glob;
import io.ephemera.fs.Name;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineType;
import org.jspecify.annotations.Nullable;

/** What types of line have in common that matters to several checks. */
final class Types {
  private Types() {}

  static boolean makesDirectory(LineType type) {
    return switch (type) {
      case CREATE_DIRECTORY,
          TRUNCATE_DIRECTORY,
          CREATE_SUBVOLUME,
          CREATE_SUBVOLUME_INHERITING_QUOTA,
          CREATE_SUBVOLUME_WITH_NEW_QUOTA ->
          true;
      default -> false;
    };
  }

  /** Whether it makes something where there is nothing. */
  static boolean makes(LineType type) {
    return makesDirectory(type)
        || switch (type) {
          case CREATE_FILE,
              TRUNCATE_FILE,
              CREATE_FIFO,
              CREATE_SYMLINK,
              CREATE_CHARACTER_DEVICE,
              CREATE_BLOCK_DEVICE,
              COPY ->
              true;
          default -> false;
        };
  }

  /** Whether it changes mode, owner or attributes of what is there, and of all below. */
  static boolean adjustsTree(LineType type) {
    return switch (type) {
      case ADJUST_MODE_RECURSIVELY,
          SET_XATTRS_RECURSIVELY,
          SET_ATTRIBUTES_RECURSIVELY,
          SET_ACL_RECURSIVELY,
          SET_CAPABILITIES_RECURSIVELY ->
          true;
      default -> false;
    };
  }

  /** Whether it changes mode, owner or attributes of what is there. */
  static boolean adjusts(LineType type) {
    return adjustsTree(type)
        || switch (type) {
          case ADJUST_MODE,
              ADJUST_MODE_LEGACY,
              SET_XATTRS,
              SET_ATTRIBUTES,
              SET_ACL,
              SET_CAPABILITIES ->
              true;
          default -> false;
        };
  }

  static boolean removes(LineType type) {
    return type == LineType.REMOVE || type == LineType.REMOVE_RECURSIVELY;
  }

  static boolean excludes(LineType type) {
    return type == LineType.IGNORE_PATH || type == LineType.IGNORE_INODE;
  }

  /** Whether the path of a line stands for several. */
  static boolean isPattern(Line line) {
    return line.type().isGlob() && firstWild(line.path()) != null;
  }

  /** The directory in which a pattern begins to match, or the path itself. */
  static BytePath fixedPart(Line line) {
    BytePath wild = line.type().isGlob() ? firstWild(line.path()) : null;
    return wild == null ? line.path() : wild.parent();
  }

  private static @Nullable BytePath firstWild(BytePath path) {
    BytePath found = null;
    for (BytePath here = path; !here.isRoot(); here = here.parent()) {
      Name name = here.name();
      if (name != null
          && (Glob.isPattern(name.bytes()) || name.bytes().latin1().indexOf('{') >= 0)) {
        found = here;
      }
    }
    return found;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The directories on disk that become the command's {@code /tmp} and {@code /var/tmp}: each of mode
 * 01777 in a directory that only its owner may enter. {@link CheckedPlaces#add} must know them.
 *
 * @param tmp the one for {@code /tmp}, or null where there is no such directory
 * @param varTmp the one for {@code /var/tmp}, or null where there is none, or it is the same
 */
public record Frames(@Nullable BytePath tmp, @Nullable BytePath varTmp) {
  /** None: for a private {@code /tmp} in memory. */
  public static final Frames NONE = new Frames(null, null);

  private static final Name INSIDE = Name.of("tmp");

  /** Makes a directory that only its owner may enter, with a directory {@code tmp} in it. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Makes it.
     *
     * @param tmp where: {@code /tmp} or {@code /var/tmp}
     * @return its path
     */
    BytePath make(BytePath tmp) throws IOException;
  }

  /** Makes those that a command needs, and lets the places know them. */
  public static Frames make(CheckedPlaces places, Maker maker) throws IOException {
    CheckedPlace first = places.get(TmpPaths.TMP);
    CheckedPlace second = places.get(TmpPaths.VAR_TMP);
    boolean same = first != null && second != null && first.isSameInode(second);
    return new Frames(
        first == null ? null : make(places, maker, TmpPaths.TMP),
        second == null || same ? null : make(places, maker, TmpPaths.VAR_TMP));
  }

  private static BytePath make(CheckedPlaces places, Maker maker, BytePath tmp) throws IOException {
    BytePath inside = maker.make(tmp).child(INSIDE);
    try (Root root = Root.host();
        Inode found = root.find(inside);
        Directory directory = Directory.of(found)) {
      places.add(inside, directory);
    }
    return inside;
  }
}

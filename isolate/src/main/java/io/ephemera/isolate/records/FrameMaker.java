// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.BootId;
import io.ephemera.process.CurrentProcess;
import java.io.IOException;
import java.util.HexFormat;

/**
 * Makes the directories on disk that a command finds at {@code /tmp} and {@code /var/tmp}. Their
 * names are those that {@code packaging/tmpfiles.d/ephemera.conf} keeps cleaners away from.
 */
final class FrameMaker {
  /** The beginning of their names. */
  static final String PREFIX = "ephemera-private-";

  private static final Name INSIDE = Name.of("tmp");
  private static final int INSIDE_MODE = 01777;
  private static final int RANDOM_BYTES = 8;
  private static final int OTHERS_WRITE = 022;

  private final RecordFile record;
  private final Steps steps;
  private final int uid;
  private final int gid;

  /** A maker of directories that belong to a user and a group. */
  FrameMaker(RecordFile record, Steps steps, int uid, int gid) {
    this.record = record;
    this.steps = steps;
    this.uid = uid;
    this.gid = gid;
  }

  BytePath make(BytePath tmp, String name) throws IOException {
    BytePath path = tmp.child(name(name));
    try (Root root = Root.host();
        Directory parent = root.parentOf(path)) {
      refuseUnsafe(parent.stat(), tmp);
      DirectoryMaker maker = new DirectoryMaker(record, steps);
      try (Directory frame = maker.makeUnguessable(parent, path)) {
        DirectoryMaker.makeInside(frame, INSIDE, INSIDE_MODE, uid, gid);
        frame.setOwner(uid, gid); // last, for the user can change what is in it from now on
        steps.reached("frame complete");
      }
    }
    return path;
  }

  private static void refuseUnsafe(Stat tmp, BytePath path) throws UnsafePathException {
    if (!tmp.belongsToRootOrUs() || ((tmp.mode() & OTHERS_WRITE) != 0 && !tmp.isSticky())) {
      throw new UnsafePathException(
          "\"" + path + "\" must belong to root, and be sticky if others may write to it");
    }
  }

  private static Name name(String run) throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    CurrentProcess.random(random);
    String boot = BootId.read().replace("-", "");
    return Name.of(PREFIX + boot + "-" + run + "-" + HexFormat.of().formatHex(random));
  }
}

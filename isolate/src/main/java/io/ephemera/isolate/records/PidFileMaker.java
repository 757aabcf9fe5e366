// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.RunRecord.Kind;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a pid file of the user who runs, mode 0644: complete before it has a name, recorded before
 * it has its final one.
 */
final class PidFileMaker {
  private static final int MODE = 0644;

  private final RecordFile record;
  private final Steps steps;
  private final Identity identity;

  PidFileMaker(RecordFile record, Steps steps, Identity identity) {
    this.record = record;
    this.steps = steps;
    this.identity = identity;
  }

  void write(BytePath path, Bytes content) throws IOException {
    Name name = Objects.requireNonNull(path.name());
    try (Root root = Root.host();
        Directory parent = root.parentOf(path)) {
      refuseStranger(parent.stat(), path.parent());
      Name staging = Directory.temporaryName(name);
      BytePath stagingPath = path.parent().child(staging);
      record.making(Kind.PID_FILE, path, stagingPath);
      steps.reached("name recorded");
      try (OpenFile file = create(parent, staging)) {
        file.write(content);
        file.setOwner(identity.uid(), identity.gid());
        file.setMode(MODE);
        record.made(Kind.PID_FILE, path, stagingPath, file.stat());
        steps.reached("inode recorded");
        if (file.stat().links() == 0) {
          parent.createLink(staging, file);
        }
        steps.reached("file made");
        parent.rename(staging, name);
        steps.reached("file named");
      }
    } catch (UnsafePathException | SystemCallException e) {
      throw new RunException(
          Failure.CANNOT_CREATE, "cannot write \"" + path + "\": " + e.getMessage(), e);
    }
  }

  private void refuseStranger(Stat parent, BytePath path) throws UnsafePathException {
    if (!parent.belongsToRootOrUs() && parent.uid() != identity.uid()) {
      throw new UnsafePathException(
          "\"" + path + "\" belongs to user " + Integer.toUnsignedString(parent.uid()));
    }
  }

  /** A file without a name where there are such files. */
  private static OpenFile create(Directory parent, Name staging) throws IOException {
    @Nullable OpenFile unnamed = parent.createUnnamed(MODE);
    return unnamed == null ? parent.createFile(staging, MODE) : unnamed;
  }
}

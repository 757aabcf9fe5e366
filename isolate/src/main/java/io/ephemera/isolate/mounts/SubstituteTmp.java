// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.Place;
import io.ephemera.TemporaryDirectory;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.LockAttempt;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private directory that a command is told to use in place of {@code /tmp}, where it cannot have
 * mounts of its own.
 *
 * <p>The command inherits a lock on it: cleaners keep it while the command or a child that kept the
 * descriptor lives, and the next sweep removes it afterwards.
 *
 * <p>Limits: a program that names {@code /tmp} itself uses the shared one.
 */
public final class SubstituteTmp implements AutoCloseable {
  private static final Bytes JAVA = Bytes.latin1("java");
  private static final Bytes JAVA_OPTION = Bytes.latin1("-Djava.io.tmpdir=");

  private final TemporaryDirectory made;
  private final BytePath path;
  private final Directory inherited;

  private SubstituteTmp(TemporaryDirectory made, BytePath path, Directory inherited) {
    this.made = made;
    this.path = path;
    this.inherited = inherited;
  }

  /**
   * Makes one.
   *
   * @param reason why the command cannot have mounts, see {@link NamespaceAccess.Forbidden}
   * @param parent the directory for temporary files
   * @param owner the user of the command
   * @throws RunException if the plan has what only mounts can give
   * @throws IOException if it cannot be created
   */
  public static SubstituteTmp create(MountPlan plan, String reason, Place parent, Identity owner)
      throws IOException {
    if (plan.tmpRequired() || !plan.isPrivateTmpOnly()) {
      throw new RunException(
          Failure.NOT_PERMITTED,
          "the command cannot have mounts of its own: "
              + reason
              + "; grant CAP_SYS_ADMIN or user namespaces"
              + (plan.isPrivateTmpOnly() ? ", or leave out --require-private-tmp" : ""));
    }
    TemporaryDirectory made = TemporaryDirectory.create(parent);
    BytePath path = JavaPath.bytes(made.path());
    // A lock of its own: the one of the library ends when the library closes its descriptor.
    try (Directory found = Directory.openAmbient(path)) {
      Directory inherited = found.reopenForReading();
      if (owner instanceof Identity.Changed) {
        inherited.setOwner(owner.uid(), owner.gid());
      }
      LockAttempt ignored = inherited.lockShared(); // without locks, creating it has said so
      inherited.letChildrenInherit();
      return new SubstituteTmp(made, path, inherited);
    }
  }

  /** Its path. */
  public BytePath path() {
    return path;
  }

  /** What the command must inherit: the lock. */
  public Handle held() {
    return inherited;
  }

  /** Entries {@code NAME=value} for the command's environment. */
  public List<Bytes> variables() {
    return Stream.of("TMPDIR=", "TMP=", "TEMP=")
        .map(name -> Bytes.latin1(name).plus(path.bytes()))
        .toList();
  }

  /**
   * The command, with an option if it is a Java virtual machine, which knows no variable for this.
   * The first option, so that one of the user takes precedence.
   *
   * @param words a program and its arguments
   */
  public List<Bytes> command(List<Bytes> words) {
    Bytes program = words.getFirst();
    boolean java = JAVA.equals(BytePath.of(program).components().getLast());
    if (!java) {
      return words;
    }
    List<Bytes> changed = new ArrayList<>(words);
    changed.add(1, JAVA_OPTION.plus(path.bytes()));
    return changed;
  }

  /** Removes it: for a command that was not started, or has ended. */
  @Override
  public void close() throws IOException {
    inherited.close();
    made.close();
  }
}

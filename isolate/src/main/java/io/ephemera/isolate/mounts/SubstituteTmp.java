// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private directory that a command is told to use in place of {@code /tmp}, where it cannot have
 * mounts of its own.
 *
 * <p>Limits: a program that names {@code /tmp} itself uses the shared one.
 *
 * @param path the directory, which the user of the command may enter
 */
public record SubstituteTmp(BytePath path) {
  private static final Bytes JAVA = Bytes.latin1("java");
  private static final Bytes JAVA_OPTION = Bytes.latin1("-Djava.io.tmpdir=");

  /**
   * Makes sure that it is a substitute for what a plan asks for.
   *
   * @param reason why the command cannot have mounts, see {@link NamespaceAccess.Forbidden}
   * @throws RunException if the plan has what only mounts can give
   */
  public static void require(MountPlan plan, String reason) throws RunException {
    if (plan.tmpRequired() || !plan.isPrivateTmpOnly()) {
      throw new RunException(
          Failure.NOT_PERMITTED,
          "the command cannot have mounts of its own: "
              + reason
              + "; grant CAP_SYS_ADMIN or user namespaces"
              + (plan.isPrivateTmpOnly() ? ", or leave out --require-private-tmp" : ""));
    }
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
   */
  public Invocation command(Invocation command) {
    List<Bytes> components = BytePath.of(command.program()).components();
    if (components.isEmpty() || !JAVA.equals(components.getLast())) {
      return command;
    }
    List<Bytes> changed = new ArrayList<>(command.words());
    changed.add(1, JAVA_OPTION.plus(path.bytes()));
    return command.withWords(changed);
  }
}

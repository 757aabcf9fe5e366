// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What will be done to run a command, in this order: everything is looked up, nothing is made yet.
 *
 * @param declaration what was asked for
 * @param name the name of what runs; empty if nothing is recorded under it
 * @param identity as whom
 * @param directories its own directories, sorted by path, each once
 * @param variables entries {@code NAME=value} that the command gets, in place of what it would
 *     inherit
 * @param removedVariables names that it does not inherit
 * @param pidFile the path of its pid file, or null for none
 * @param workingDirectory where it starts, absolute, or null for the current directory
 */
public record RunPlan(
    Declaration declaration,
    String name,
    Identity identity,
    List<PlannedDirectory> directories,
    List<Bytes> variables,
    List<String> removedVariables,
    @Nullable BytePath pidFile,
    @Nullable BytePath workingDirectory) {

  /** Takes copies. */
  public RunPlan {
    directories = List.copyOf(directories);
    variables = List.copyOf(variables);
    removedVariables = List.copyOf(removedVariables);
  }

  /** The same plan under a name. */
  public RunPlan withName(String other) {
    return new RunPlan(
        declaration,
        other,
        identity,
        directories,
        variables,
        removedVariables,
        pidFile,
        workingDirectory);
  }

  /**
   * What of the file system only the command sees, with what it may do with its own directories if
   * that is not the same for all paths.
   */
  public MountPlan mounts() {
    MountPlan declared = declaration.mounts();
    boolean ruled = !declared.access().isEmpty();
    for (PlannedDirectory directory : directories) {
      ruled |= directory.readOnly();
    }
    if (!ruled) {
      return declared;
    }
    List<AccessRule> rules = new ArrayList<>();
    for (PlannedDirectory directory : directories) {
      AccessRule.Access access =
          directory.readOnly() ? AccessRule.Access.READ_ONLY : AccessRule.Access.READ_WRITE;
      rules.add(new AccessRule(directory.path(), access, false));
    }
    return declared.withAccess(rules);
  }

  /** Whether something of it outlives the command, and has to be recorded. */
  public boolean isRecorded() {
    return !(declaration.locking() instanceof Locking.None)
        || pidFile != null
        || declaration.mounts().tmp() instanceof PrivateTmp.OnDisk
        || !directories.isEmpty();
  }
}

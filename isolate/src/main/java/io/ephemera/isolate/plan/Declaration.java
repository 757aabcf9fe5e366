// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a command shall be run: what its options, or a unit file, say. Nothing is looked up yet. Made
 * by a {@link DeclarationBuilder}.
 *
 * @param name the name of what runs, for locks and records; null for that of the command
 * @param user a name or a number, or null for the caller
 * @param group a name or a number, or null for that of the user
 * @param supplementaryGroups names or numbers of groups beside those of the user
 * @param directories its own directories
 * @param mounts what only it sees of the file system
 * @param tmpfiles files of tmpfiles.d(5) that are applied first, where it sees the file system
 * @param before commands that run before it, as it does
 * @param pidFile the name of its pid file in its first runtime directory, or null for none
 * @param locking whether it runs once at a time
 * @param cleanBefore whether dead sockets and stale pid files are removed first
 * @param keep whether what it leaves in its runtime directories outlives it
 * @param descriptors which descriptors it gets
 * @param environment its variables
 * @param startDirectory where it starts
 * @param umask its file mode creation mask, 0 to 0777, or -1 for that of the caller
 * @param settings limits and the like
 * @param supervision whether a process stays beside it
 * @param command its program and arguments
 */
public record Declaration(
    @Nullable Bytes name,
    @Nullable Bytes user,
    @Nullable Bytes group,
    List<Bytes> supplementaryGroups,
    List<DirectoryRequest> directories,
    MountPlan mounts,
    List<BytePath> tmpfiles,
    List<Invocation> before,
    @Nullable Name pidFile,
    Locking locking,
    boolean cleanBefore,
    boolean keep,
    Descriptors descriptors,
    EnvironmentRequest environment,
    StartDirectory startDirectory,
    int umask,
    ProcessSettings settings,
    Supervision supervision,
    Invocation command) {

  /** Takes copies. */
  public Declaration {
    supplementaryGroups = List.copyOf(supplementaryGroups);
    directories = List.copyOf(directories);
    tmpfiles = List.copyOf(tmpfiles);
    before = List.copyOf(before);
  }
}

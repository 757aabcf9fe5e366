// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of {@link Tmpfiles}, as systemd-tmpfiles(8) describes it.
 *
 * @param create whether to create, write and adjust
 * @param remove whether to remove
 * @param clean whether to clean up by age
 * @param purge whether to undo what lines marked with {@code $} created
 * @param boot whether lines marked with {@code !} count
 * @param graceful whether a line with an unknown user or group runs without it
 * @param dryRun whether nothing is changed
 * @param user whether the user's own configuration is meant, not the system's
 * @param root the directory taken for the root directory, or null for the system's own
 * @param includePrefixes only paths below one of these count, when there are any
 * @param excludePrefixes paths below one of these never count
 * @param replace the configuration file in whose place the arguments are read, or null
 * @param inline whether the arguments are lines, not names of files
 * @param arguments lines or names of files; none for all that the system has
 */
public record Request(
    boolean create,
    boolean remove,
    boolean clean,
    boolean purge,
    boolean boot,
    boolean graceful,
    boolean dryRun,
    boolean user,
    @Nullable BytePath root,
    List<BytePath> includePrefixes,
    List<BytePath> excludePrefixes,
    @Nullable BytePath replace,
    boolean inline,
    List<Bytes> arguments) {
  /** Takes copies. */
  public Request {
    includePrefixes = List.copyOf(includePrefixes);
    excludePrefixes = List.copyOf(excludePrefixes);
    arguments = List.copyOf(arguments);
  }
}

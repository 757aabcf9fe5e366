// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.units.syntax.Assignment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit as its files describe it.
 *
 * @param name its name; if it was loaded by an alias, the name of the file that the alias leads to
 * @param state whether it can be used
 * @param fragment the unit file, after symbolic links are followed ({@code %y}); null if there is
 *     none
 * @param assignments those of the unit file and then of each drop-in, in the order of effect
 * @param files the files that were read, the unit file first
 * @param problems in the order of reading; one with {@link Problem.Level#ERROR} is one for which
 *     systemd refuses the unit
 */
public record Unit(
    UnitName name,
    State state,
    @Nullable BytePath fragment,
    List<Assignment> assignments,
    List<BytePath> files,
    List<Problem> problems) {
  /** Whether a unit can be used. */
  public enum State {
    /** Its file was read; it may have problems. */
    LOADED,
    /** Its file is empty or a link to {@code /dev/null}: it must not be started. */
    MASKED,
    /** It has no file. */
    NOT_FOUND
  }
}

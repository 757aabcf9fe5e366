// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Problem;
import java.util.List;

/**
 * What a unit file or a drop-in contains.
 *
 * @param assignments in the order of the file, without those that are ignored
 * @param problems in the order of the file
 * @param isComplete false if a line ended the reading, as it does in systemd
 */
public record ParsedUnit(
    List<Assignment> assignments, List<Problem> problems, boolean isComplete) {}

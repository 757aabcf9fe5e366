// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

import io.ephemera.fs.BytePath;
import java.util.List;

/**
 * The directories that names are relative to, for the users and programs in question. {@code /tmp}
 * and {@code /run/user/UID} need not be named.
 *
 * @param temporary directories that stand for {@code /tmp}: values of {@code TMPDIR}, and the
 *     private /tmp of services
 * @param runtime values of {@code XDG_RUNTIME_DIR}
 * @param homes home directories
 */
public record Directories(List<BytePath> temporary, List<BytePath> runtime, List<BytePath> homes) {
  /** None but the usual ones. */
  public static final Directories USUAL = new Directories(List.of(), List.of(), List.of());
}

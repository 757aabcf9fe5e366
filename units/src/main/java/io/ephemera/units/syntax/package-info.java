// SPDX-License-Identifier: Apache-2.0

/**
 * The syntax of unit files and their values (systemd.syntax(7)): text in, values and problems out.
 *
 * <p>{@link io.ephemera.units.syntax.UnitParser} turns a file into {@link
 * io.ephemera.units.syntax.Assignment}s. {@link io.ephemera.units.syntax.Words}, {@link
 * io.ephemera.units.syntax.Tuples}, {@link io.ephemera.units.syntax.ExecLine}, {@link
 * io.ephemera.units.syntax.EnvironmentValues} and {@link io.ephemera.units.syntax.Conditions} read
 * their values; {@link io.ephemera.units.syntax.EnvironmentFileParser} reads the files that {@code
 * EnvironmentFile=} names.
 *
 * <p>A problem with {@link io.ephemera.tmpfiles.language.Problem.Level#ERROR} is one for which
 * systemd refuses the unit, or does not start it; for one with {@link
 * io.ephemera.tmpfiles.language.Problem.Level#WARNING} it ignores the wrong part and continues.
 */
package io.ephemera.units.syntax;

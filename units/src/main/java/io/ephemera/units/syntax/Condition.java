// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Position;

/**
 * A condition or an assertion of a unit (systemd.unit(5)).
 *
 * @param kind what is asked, such as {@code PathExists}: the name of the setting without {@code
 *     Condition} or {@code Assert}
 * @param isTrigger {@code |}: one of those with it must hold, instead of each
 * @param isNegated {@code !}
 * @param parameter with specifiers expanded; a path in its simplest spelling if the kind has one
 * @param isAssert whether it is an assertion
 * @param position where its value begins
 */
public record Condition(
    String kind,
    boolean isTrigger,
    boolean isNegated,
    String parameter,
    boolean isAssert,
    Position position) {}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

/**
 * A word of a value.
 *
 * @param text without quotes and escapes, one character per byte
 * @param index where it begins in the value
 */
public record Word(String text, int index) {}

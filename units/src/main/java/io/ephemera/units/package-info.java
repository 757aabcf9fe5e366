// SPDX-License-Identifier: Apache-2.0

/**
 * Finds and reads unit files of systemd, without systemd (systemd.unit(5)).
 *
 * <p>{@link io.ephemera.units.UnitLoader} finds the file of a unit and its drop-ins, and returns a
 * {@link io.ephemera.units.Unit}: its assignments in the order in which they take effect. {@link
 * io.ephemera.units.UnitSpecifiers} expands specifiers in their values. The package {@code syntax}
 * turns values into words, commands, variables and conditions.
 *
 * <p>Nothing here makes a system call: files are read through {@link io.ephemera.units.UnitFiles},
 * which decides what is trusted. Names are bytes, and text has one character per byte (ISO 8859-1).
 *
 * <p>Behaviour follows systemd 262 where this was tried; the tables of the tests state it.
 */
package io.ephemera.units;

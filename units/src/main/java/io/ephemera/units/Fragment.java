// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;

/**
 * The unit file of a unit.
 *
 * @param name of the unit
 * @param path where it was found
 */
record Fragment(UnitName name, BytePath path, Bytes content) {}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

/**
 * Who probably made a file: the kernel keeps no record of that.
 *
 * @param who the program, process, unit or package
 * @param why what speaks for it
 */
public record Maker(String who, String why) {}

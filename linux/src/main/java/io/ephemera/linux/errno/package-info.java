// SPDX-License-Identifier: Apache-2.0

/**
 * The reasons for which system calls fail; the only part of this module that all others may use.
 */
package io.ephemera.linux.errno;

// SPDX-License-Identifier: Apache-2.0

/** The minimum for a program on this virtual machine. */
module io.ephemera.floor {}

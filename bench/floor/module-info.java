// SPDX-License-Identifier: Apache-2.0

/** The least that a program on this virtual machine costs. */
module io.ephemera.floor {}

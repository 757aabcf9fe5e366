// SPDX-License-Identifier: Apache-2.0

/** {@code ephemera tmpfiles}, which takes the command line of systemd-tmpfiles(8). */
@NullMarked
package io.ephemera.cli.tmpfiles;

import org.jspecify.annotations.NullMarked;

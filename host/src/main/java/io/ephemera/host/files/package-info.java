// SPDX-License-Identifier: Apache-2.0

/** Reads the files in which a host or an image describes itself, without opening anything else. */
@NullMarked
package io.ephemera.host.files;

import org.jspecify.annotations.NullMarked;

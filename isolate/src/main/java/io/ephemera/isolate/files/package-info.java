// SPDX-License-Identifier: Apache-2.0

/** Files that decide what is done with the rights of this process, and are read only if trusted. */
@NullMarked
package io.ephemera.isolate.files;

import org.jspecify.annotations.NullMarked;

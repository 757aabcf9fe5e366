// SPDX-License-Identifier: Apache-2.0

/** Users and groups of a host or an image. */
@NullMarked
package io.ephemera.host.accounts;

import org.jspecify.annotations.NullMarked;

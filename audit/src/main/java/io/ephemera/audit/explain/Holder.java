// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.host.uses.Use;

/**
 * A use of the path, or of something in it.
 *
 * @param path what is used, as it is here
 */
public record Holder(BytePath path, Use use) {}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;

/**
 * A configuration file that was read.
 *
 * @param name as shown to the user
 */
public record SourceFile(String name, Bytes content) {}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;

/**
 * An extended attribute (xattr(7)).
 *
 * @param name including its namespace
 */
public record XattrEntry(Bytes name, Bytes value) {}

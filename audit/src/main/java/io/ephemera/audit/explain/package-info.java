// SPDX-License-Identifier: Apache-2.0

/**
 * Explains one path: why it is here, who uses it, what will delete it and when.
 *
 * <pre>
 * Explainer -> Chain, Lines (Foresight), UseTable, MountViews, KnownNames, Packages, ServiceFacts
 *           -> Explanation (plain values) -> cli: text | JSON
 * FateTable: the fates of everything below a directory, as a table
 * </pre>
 *
 * <p>Nothing here changes anything, opens a file for its content, or asks a file system that may
 * never answer. What could not be seen is part of the explanation.
 */
package io.ephemera.audit.explain;

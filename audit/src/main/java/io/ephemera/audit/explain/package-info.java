// SPDX-License-Identifier: Apache-2.0

/**
 * Explains one path: why it is here, who uses it, what will delete it and when; or everything
 * temporary of a unit or a process.
 *
 * <pre>
 * Explainer -> Chain, Lines (Foresight), UseTable, MountViews, KnownNames, Packages, ServiceFacts
 *           -> Explanation (plain values) -> cli: text | JSON
 * SubjectExplainer -> Surroundings, TemporaryUses, Forecaster -> Belongings: of a unit or process
 * FateTable: the fates of everything below a directory, as a table
 * </pre>
 *
 * <p>Nothing here changes anything, opens a file for its content but a small pid file, or asks a
 * file system that may never answer. What could not be seen is part of the explanation.
 */
package io.ephemera.audit.explain;

// SPDX-License-Identifier: Apache-2.0

/**
 * Results as plain values, and the forms in which users and programs read them.
 *
 * <p>A check has a {@link io.ephemera.report.Rule} and adds {@link io.ephemera.report.Finding}s,
 * each at a {@link io.ephemera.report.Location}; a {@link io.ephemera.report.FindingsReport} writes
 * them as text, JSON or SARIF. A run has {@link io.ephemera.report.Outcome}s of {@link
 * io.ephemera.report.Step}s, written by {@link io.ephemera.report.TextOutcomes} and {@link
 * io.ephemera.report.JsonOutcomes}. This room knows no other room of the project. Jackson is loaded
 * for JSON and SARIF only.
 */
package io.ephemera.report;

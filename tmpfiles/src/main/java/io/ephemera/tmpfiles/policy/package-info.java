// SPDX-License-Identifier: Apache-2.0

/**
 * The cleaning policy: the only place that decides whether an entry is kept or removed, for
 * directory lines, {@code X}, {@code r} and {@code R}, with or without an age. The engine asks, and
 * carries out the {@link io.ephemera.tmpfiles.policy.Verdict}.
 *
 * <pre>
 * CleaningPolicy (run) -> LinePolicy (line, its own path) -> DirectoryPolicy (entries of a directory)
 * </pre>
 *
 * <p>An entry is judged in steps, because a later step needs more work: {@code ofFile} or {@code
 * ofDirectory} by what statx(2) says, {@code ofOpened} by its BSD lock, and for a directory {@code
 * ofCleaned} when its content is cleaned. The first {@link
 * io.ephemera.tmpfiles.policy.Verdict.Kept} is final.
 *
 * <p>A real run and a dry run take the same steps. They differ in {@link
 * io.ephemera.tmpfiles.policy.LockMode}: a dry run releases a lock as soon as it has it.
 *
 * <p>Verdicts name the line that decides, so that they can be explained. They do not depend on the
 * entry: the time at which a verdict changes follows from the entry's timestamps and {@code
 * AgeRule}, and costs nothing until it is asked for.
 */
package io.ephemera.tmpfiles.policy;

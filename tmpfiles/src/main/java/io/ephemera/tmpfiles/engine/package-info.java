// SPDX-License-Identifier: Apache-2.0

/**
 * Carries out a plan. {@link io.ephemera.tmpfiles.engine.Engine} goes through the lines and expands
 * patterns; {@code LineCreator} creates, writes and adjusts, with a class for each kind of line;
 * {@code LineCleaner} removes and cleans up what the policy does not keep. Every step is reported
 * as an {@code Outcome} by {@code RunContext}; a dry run differs from a real one only there and in
 * the last system call.
 *
 * <p>{@link io.ephemera.tmpfiles.engine.Foresight} asks the same policy for one path and what is in
 * it, and reports when a later run would remove each entry. {@code ForeseenLine} and {@code
 * FateVisitor} ask in the order of {@code LineCleaner} and {@code CleaningVisitor}: who changes one
 * of them changes the other, and {@code ForesightTest} compares them.
 *
 * <h2>Threads</h2>
 *
 * <p>Creating, and every dry run, use one thread, so that outcomes have the order of the plan.
 * Cleaning and removing walk a wide tree with all cores ({@code io.ephemera.fs.TreeWalk}):
 *
 * <ul>
 *   <li>Each directory has a {@code CleaningVisitor} of its own; nothing is kept on a stack.
 *   <li>What the visitors share is thread-safe: {@code CleaningPolicy} does not change, except for
 *       the times that it remembers in a concurrent map; {@code LiveSockets} is synchronized;
 *       {@code RunContext} reports one outcome at a time; {@code Unlinker} removes hard links of
 *       one file one after another.
 *   <li>A directory stays open and locked until everything below it is done, by whichever thread
 *       that is. The same thread then restores its times and removes it by the descriptor of its
 *       parent: children before their parents, always.
 *   <li>{@code Root} resolves no path meanwhile, and forgets those that lead through the directory
 *       when the walk is over.
 *   <li>Where a pattern has many matches, several threads take them. Each has an {@code Engine}, a
 *       {@code RunContext} and a {@code Root} of its own for one line; they share the policy and
 *       the {@code Unlinker}.
 * </ul>
 */
package io.ephemera.tmpfiles.engine;

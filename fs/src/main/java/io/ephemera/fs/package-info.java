// SPDX-License-Identifier: Apache-2.0

/**
 * Files and directories through open descriptors, and names as bytes.
 *
 * <p><b>Safety.</b> A path string is resolved once, by a {@link io.ephemera.fs.Root}, one component
 * at a time and by the ownership rule; the result is a {@link io.ephemera.fs.Handle}. From there,
 * everything is reached by one {@link io.ephemera.fs.Name} below an open {@link
 * io.ephemera.fs.Directory}, and no operation follows a symbolic link. Methods named <i>ambient</i>
 * are the only others that accept a path; their callers trust it.
 *
 * <p><b>Failures.</b> {@link io.ephemera.fs.SystemCallException} is the kernel's, {@link
 * io.ephemera.fs.UnsafePathException} is our own refusal of an attack or an unsafe layout, {@link
 * io.ephemera.fs.HeldException} and {@link io.ephemera.fs.AutofsException} mean that something is
 * in use or would be mounted. They never stand for one another.
 *
 * <p><b>Walking a tree on all cores.</b> {@link io.ephemera.fs.TreeWalk} visits a wide tree with as
 * many threads as there are cores.
 *
 * <ul>
 *   <li>The threads share a {@code Frontier}, under one lock that is taken a few times for each
 *       directory: which directories are open, the names of subdirectories that no worker has begun
 *       (those of one batch of getdents64(2), never more), how many workers there are. Everything
 *       else belongs to one {@code Worker}: its memory for entries, and each {@link
 *       io.ephemera.fs.Entry}.
 *   <li>A worker goes down first and stays below where it is. When nothing is left there, it takes
 *       work from the uppermost directory that has any. So at most workers times levels directories
 *       are open, and RLIMIT_NOFILE limits the number of workers too. Two workers read a large
 *       directory; each batch goes to one of them.
 *   <li>A directory stays open and locked until its last part is done, by whichever worker that is;
 *       the same worker then calls {@link io.ephemera.fs.TreeWalk.Visitor#leave}. Children always
 *       come before their parents.
 *   <li>No thread is started before some two thousand entries were seen and work is left for it.
 *       The calling thread starts them, so that they see its mount namespace, and they have ended
 *       when the walk returns. What fails at one entry is reported to its visitor; only an
 *       interrupt, a bug and the lack of memory end the walk for all.
 * </ul>
 *
 * <p><b>Patterns.</b> {@link io.ephemera.fs.GlobExpansion} hands out matches while it reads;
 * several threads may share the entries of the first directory with matches. They and those of tree
 * walks share one {@code ThreadBudget}.
 */
package io.ephemera.fs;

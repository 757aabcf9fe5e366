// SPDX-License-Identifier: Apache-2.0

/**
 * This process and its surroundings, as the kernel reports them.
 *
 * <p>There is one parser for each file of /proc, and no other module reads such a file for itself.
 * The library carries this package, so it stays small: facts about a whole host belong elsewhere.
 *
 * <ul>
 *   <li>Who and where this process is: {@link io.ephemera.process.Users}, {@link
 *       io.ephemera.process.Account}, {@link io.ephemera.process.BootId}, {@link
 *       io.ephemera.process.PidNamespace}, {@link io.ephemera.process.MountInfo}.
 *   <li>What it was started with: {@link io.ephemera.process.Environ}, {@link
 *       io.ephemera.process.ProcessArguments}, {@link io.ephemera.process.OpenDescriptor}.
 *   <li>What other processes do: {@link io.ephemera.process.RunningProcess}, {@link
 *       io.ephemera.process.KernelLocks}, {@link io.ephemera.process.LiveSockets}; and the parsers
 *       {@link io.ephemera.process.ProcessStat}, {@link io.ephemera.process.ProcessStatus}, {@link
 *       io.ephemera.process.DescriptorInfo}, {@link io.ephemera.process.KernelLock}, {@link
 *       io.ephemera.process.BoundSocket}, {@link io.ephemera.process.NamedSocket}.
 *   <li>What it does to itself or starts: {@link io.ephemera.process.CurrentProcess}, {@link
 *       io.ephemera.process.PrivateMounts}, {@link io.ephemera.process.ChildProcess}, {@link
 *       io.ephemera.process.SignalRelay}, {@link io.ephemera.process.Descendants}, {@link
 *       io.ephemera.process.Broadcast}, {@link io.ephemera.process.SystemProgram}.
 * </ul>
 *
 * <p>What the kernel or a sandbox hides is reported as unknown ({@link
 * io.ephemera.process.Liveness#UNKNOWN}, null or empty, as each method says), never as a default
 * that looks like an answer.
 */
package io.ephemera.process;

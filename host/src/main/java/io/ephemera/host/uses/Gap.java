// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import java.util.Locale;

/**
 * Something that could not be seen. Immutable.
 *
 * @param source what it is
 * @param reason why
 * @param count of how many processes, network namespaces or files
 */
public record Gap(Source source, Reason reason, int count) {
  /** What could not be seen. */
  public enum Source {
    /** Processes as a whole. */
    PROCESSES,
    /** What a process has open, with its locks and watches. */
    DESCRIPTORS,
    /** What a process has mapped. */
    MAPPINGS,
    /** Working directory, root directory and program of a process. */
    DIRECTORIES,
    /** The bound sockets of a network namespace. */
    SOCKETS,
    /** The mounts of a process. */
    MOUNTS,
    /** The kernel's list of locks, which also names those whose holder is not seen. */
    LOCKS
  }

  /** Why it could not be seen. */
  public enum Reason {
    /** This process may not: it needs CAP_SYS_PTRACE, or CAP_SYS_ADMIN for a namespace. */
    NOT_PERMITTED,
    /** It did not answer in time. */
    NO_ANSWER,
    /** The option hidepid of /proc hides it, proc_pid(5). */
    HIDDEN,
    /** It is outside the pid namespace of this process, pid_namespaces(7). */
    OUTSIDE,
    /** The kernel or a sandbox does not offer it. */
    UNSUPPORTED,
    /** Looking could wait for the server of a file system. */
    MAY_WAIT
  }

  /** Human-readable: {@code descriptors of 1 (not permitted)}. */
  @Override
  public String toString() {
    return words(source) + " of " + count + " (" + words(reason) + ")";
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

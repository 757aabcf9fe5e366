// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import java.util.OptionalLong;

/**
 * A program that a timer or a job runs to clean temporary files.
 *
 * @param program which one
 * @param next when it runs next
 * @param last when it ran last, in microseconds since the epoch; empty if that is not known
 */
public record Cleaner(Program program, NextRun next, OptionalLong last) {
  /** The programs that are known. */
  public enum Program {
    /** systemd-tmpfiles(8). */
    SYSTEMD_TMPFILES("systemd-tmpfiles", true),
    /** {@code ephemera tmpfiles}. */
    EPHEMERA("ephemera", true),
    /** tmpreaper(8) of Debian. */
    TMPREAPER("tmpreaper", false),
    /** tmpwatch(8) of Red Hat. */
    TMPWATCH("tmpwatch", false),
    /** stmpclean(8). */
    STMPCLEAN("stmpclean", false);

    private final String command;
    private final boolean readsTmpfiles;

    Program(String command, boolean readsTmpfiles) {
      this.command = command;
      this.readsTmpfiles = readsTmpfiles;
    }

    /** The name of its command. */
    public String command() {
      return command;
    }

    /** Whether it does what lines of tmpfiles.d(5) say. */
    public boolean readsTmpfiles() {
      return readsTmpfiles;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.Bytes;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.ProcessDirectory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is found of one process, which is only described if something is found. Not thread-safe. */
final class ProcessUses {
  private static final String DELETED = " (deleted)";

  private final ProcessDirectory directory;
  private final List<Found> found = new ArrayList<>();
  private final Set<Gap.Source> refused = EnumSet.noneOf(Gap.Source.class);
  private final Set<Gap.Source> waiting = EnumSet.noneOf(Gap.Source.class);
  private @Nullable HostProcess process;
  private boolean gone;

  ProcessUses(ProcessDirectory directory) {
    this.directory = directory;
  }

  /** The process; null if it has ended: then nothing counts. */
  @Nullable HostProcess process() {
    HostProcess known = process;
    if (known == null && !gone) {
      known = HostProcess.read(directory);
      process = known;
      gone = known == null;
    }
    return known;
  }

  /** Adds a use, unless the process has ended. */
  void add(long device, long inode, UseKind kind, UseDetail detail, Link link) {
    HostProcess by = process();
    if (by != null) {
      Use use = new Use(by, kind, detail, link.path(), link.deleted(), true);
      found.add(Found.byStat(device, inode, use));
    }
  }

  /** As {@link #add}, for a file that is told as the kernel's lists do. */
  void addByKernel(long device, long inode, UseKind kind, UseDetail detail, Link link) {
    HostProcess by = process();
    if (by != null) {
      Use use = new Use(by, kind, detail, link.path(), link.deleted(), true);
      found.add(Found.byKernel(device, inode, use));
    }
  }

  void add(BoundFiles.Bound bound, int number) {
    HostProcess by = process();
    if (by != null) {
      found.add(bound.usedBy(by, number));
    }
  }

  /** Something of the process could not be seen. */
  void refuse(Gap.Source source) {
    refused.add(source);
  }

  /** Something of the process was not looked at, for that could wait for a server. */
  void avoid(Gap.Source source) {
    waiting.add(source);
  }

  void leaveOut() {
    gone = true;
  }

  /** What a link of /proc says of a file: a hint. */
  record Link(Bytes path, boolean deleted) {
    static final Link UNKNOWN = new Link(Bytes.EMPTY, false);

    /**
     * Reads its text.
     *
     * @param unlinked whether the file is known to have no name
     */
    static Link of(byte[] text, int length, boolean unlinked) {
      if (length <= 0) {
        return new Link(Bytes.EMPTY, unlinked);
      }
      boolean marked = isMarkedDeleted(text, 0, length);
      int end = marked ? length - DELETED.length() : length;
      return new Link(Bytes.of(text, 0, end), unlinked || marked);
    }
  }

  static boolean isMarkedDeleted(byte[] text, int from, int to) {
    int start = to - DELETED.length();
    if (start < from) {
      return false;
    }
    for (int i = 0; i < DELETED.length(); i++) {
      if (text[start + i] != DELETED.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The result of a look at one process.
   *
   * @param gone whether it ended meanwhile: then nothing else counts
   */
  record Result(boolean gone, List<Found> found, Set<Gap.Source> refused, Set<Gap.Source> waiting) {
    static final Result GONE = new Result(true, List.of(), Set.of(), Set.of());

    boolean isComplete() {
      return refused.isEmpty() && waiting.isEmpty();
    }
  }

  /** Of a process that is ending, things cannot be seen that would otherwise be. */
  Result result() {
    gone |= !refused.isEmpty() && directory.isEnding();
    return gone ? Result.GONE : new Result(false, found, refused, waiting);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.HostProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who uses which file: what {@link #scan one pass over all processes} found. Immutable.
 *
 * <p>Any user may ask; {@link #coverage} says what could not be seen.
 */
public final class UseTable {
  private final Wanted wanted;
  private final Map<Integer, List<Found>> byNumber = new HashMap<>();
  private final Coverage coverage;

  UseTable(Wanted wanted, List<Found> found, Coverage coverage) {
    this.wanted = wanted;
    this.coverage = coverage;
    for (Found one : found) {
      byNumber.computeIfAbsent((int) one.inode(), none -> new ArrayList<>()).add(one);
    }
  }

  /**
   * Looks at all processes once. Needs no privilege, but sees little of other users' processes
   * without CAP_SYS_PTRACE.
   *
   * @throws SystemCallException if /proc is not mounted or cannot be read
   */
  public static UseTable scan(Wanted wanted) throws SystemCallException {
    return Scan.of(wanted);
  }

  /** The uses of a file; those of one process come together. */
  public List<Use> of(FileId file) {
    List<Use> uses = new ArrayList<>();
    boolean madeUp = wanted.isMadeUp(file.device());
    for (Found one : byNumber.getOrDefault((int) file.inode(), List.of())) {
      if (one.mayBe(file, madeUp)) {
        uses.add(one.useOf(file));
      }
    }
    return uses;
  }

  /** Whether a file may be used: false for certain without looking at all its uses. */
  public boolean mayBeUsed(FileId file) {
    return byNumber.containsKey((int) file.inode());
  }

  /**
   * The uses of files without a name that had one at or below a path, by what the kernel says to
   * each process: hints.
   */
  public List<Use> deletedBelow(BytePath path) {
    List<Use> uses = new ArrayList<>();
    for (List<Found> ofNumber : byNumber.values()) {
      for (Found one : ofNumber) {
        Use use = one.use();
        boolean named = use.deleted() && !use.path().isEmpty() && use.path().at(0) == '/';
        if (named && BytePath.of(use.path()).startsWith(path)) {
          uses.add(use);
        }
      }
    }
    return uses;
  }

  /** The uses of all wanted files by some processes, given by their numbers. */
  public List<FileUse> by(Set<Integer> pids) {
    List<FileUse> uses = new ArrayList<>();
    for (List<Found> ofNumber : byNumber.values()) {
      for (Found one : ofNumber) {
        HostProcess process = one.use().process();
        if (process != null && pids.contains(process.pid())) {
          uses.add(new FileUse(wanted, one));
        }
      }
    }
    return uses;
  }

  /** How much was seen: only a complete answer without a use says that there is none. */
  public Coverage coverage() {
    return coverage;
  }
}

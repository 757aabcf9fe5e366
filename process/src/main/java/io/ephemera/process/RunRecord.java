// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Stat;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run recorded of itself: who it is and what it made. A text file of lines {@code key
 * value}, which only grows; {@link RunRecordReader} reads it, {@link RunRecordLine} is a line.
 *
 * @param boot the boot id; empty if the record breaks off before it
 * @param pidNamespace in which the process numbers are meant, pid_namespaces(7); 0 if unknown
 * @param processes its main process; two if one stays beside the command
 * @param since when it began; null if the record breaks off before it
 * @param command its command line, human-readable
 * @param mounts the mount namespace that it entered, or null
 * @param isExclusive whether no other of its name may run meanwhile
 * @param isSupervised whether its first process keeps the record's lock until it ends
 * @param things what it made or shares
 */
public record RunRecord(
    String boot,
    long pidNamespace,
    List<Main> processes,
    @Nullable Instant since,
    Bytes command,
    @Nullable MountNamespaceId mounts,
    boolean isExclusive,
    boolean isSupervised,
    List<Thing> things) {

  /** Takes copies. */
  public RunRecord {
    processes = List.copyOf(processes);
    things = List.copyOf(things);
  }

  /**
   * A main process.
   *
   * @param pid its number
   * @param start when it started, in ticks since the boot
   */
  public record Main(long pid, long start) {}

  /** What a run makes, by the word in the record. */
  public enum Kind {
    /** A runtime directory, which is removed with what is in it. */
    RUNTIME_DIRECTORY("runtime-directory"),
    /** A directory above a runtime directory, which is removed once it is empty. */
    PARENT_DIRECTORY("parent-directory"),
    /** A directory in {@code /tmp} or {@code /var/tmp} that holds a private one. */
    PRIVATE_TMP("private-tmp"),
    /** A file with the number of the main process. */
    PID_FILE("pid-file"),
    /** A directory that stays: only its unfinished form is removed. */
    LASTING_DIRECTORY("lasting-directory"),
    /** A symbolic link to a runtime directory, which is removed with it. */
    LINK("link"),
    /** A symbolic link that stays: only its unfinished form is removed. */
    LASTING_LINK("lasting-link");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word for it in a record. */
    public String word() {
      return word;
    }

    static @Nullable Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      return null;
    }
  }

  /**
   * Something that a run made, was about to make, or shares.
   *
   * @param kind what it is
   * @param path its final path
   * @param staging the path that it has until it is complete; the same if it never has another
   * @param identity which inode it is; null if it may not have been made
   */
  public record Thing(Kind kind, BytePath path, BytePath staging, @Nullable Identity identity) {}

  /**
   * Which inode something is.
   *
   * @param device as {@link Stat#device}
   * @param inode as {@link Stat#inode}
   * @param birth as {@link Stat#birthTime}
   */
  public record Identity(long device, long inode, long birth) {
    /** That of a snapshot. */
    public static Identity of(Stat stat) {
      return new Identity(stat.device(), stat.inode(), stat.birthTime());
    }

    /**
     * Whether a snapshot is of this inode. Where the file system keeps the time of creation, that
     * decides and not the device: a number may be used again for another inode, and many file
     * systems get another device when they are mounted again.
     */
    public boolean is(Stat stat) {
      boolean dated = birth != Stat.NO_TIME && stat.birthTime() != Stat.NO_TIME;
      return inode == stat.inode() && (dated ? birth == stat.birthTime() : device == stat.device());
    }
  }

  /** The first process that it named; null if the record breaks off before that. */
  public @Nullable Main first() {
    return processes.isEmpty() ? null : processes.getFirst();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import io.ephemera.fs.Bytes;
import io.ephemera.process.ProcessStat;
import io.ephemera.process.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process of this host, as proc_pid(5) shows it. Immutable.
 *
 * @param pid its number in the pid namespace of /proc
 * @param innermostPid its number in its own pid namespace
 * @param start when it started, in ticks since the boot: distinguishes it from a later process with
 *     the same number
 * @param uid its effective user, an unsigned 32-bit number
 * @param gid its effective group, likewise
 * @param name the name of its program, at most 15 bytes; any program can change its own
 * @param command the first words of its command line; empty for a kernel thread and a zombie
 * @param placement its unit and its container
 * @param namespaces those that it is in
 */
public record HostProcess(
    int pid,
    int innermostPid,
    long start,
    int uid,
    int gid,
    Bytes name,
    List<Bytes> command,
    Placement placement,
    ProcessNamespaces namespaces) {
  private static final int LONGEST_COMMAND = 1024;
  private static final int MOST_WORDS = 8;

  /** Takes a copy. */
  public HostProcess {
    command = List.copyOf(command);
  }

  /** Reads one; null if it has ended meanwhile, or is hidden. */
  public static @Nullable HostProcess read(ProcessDirectory process) {
    String statText = process.text("stat");
    String statusText = process.text("status");
    ProcessStat stat = statText == null ? null : ProcessStat.parse(statText);
    ProcessStatus status = statusText == null ? null : ProcessStatus.parse(statusText);
    if (stat == null || status == null || stat.isDead()) {
      return null;
    }
    return new HostProcess(
        (int) status.process(),
        (int) status.innermostPid(),
        stat.start(),
        status.uid(),
        status.gid(),
        Bytes.latin1(stat.name()),
        words(process.text("cmdline", LONGEST_COMMAND)),
        Placement.parse(process.text("cgroup")),
        ProcessNamespaces.of(process));
  }

  /** Each word ends with a NUL, the last one also where the text was cut off. */
  private static List<Bytes> words(@Nullable String commandLine) {
    List<Bytes> words = new ArrayList<>();
    String rest = commandLine == null ? "" : commandLine;
    while (!rest.isEmpty() && words.size() < MOST_WORDS) {
      int end = rest.indexOf('\0');
      words.add(Bytes.latin1(end < 0 ? rest : rest.substring(0, end)));
      rest = end < 0 ? "" : rest.substring(end + 1);
    }
    return words;
  }
}

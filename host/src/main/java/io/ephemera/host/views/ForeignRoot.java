// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.AutofsException;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.host.processes.ProcessPass;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.ProcessStat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a path below the root directories of other processes, proc_pid_root(5). Only for a
 * process of its own, which {@link ForeignRoots} starts: the file systems there may never answer.
 *
 * <p>Safety: the directory of the process is held open, so that a later process with the same
 * number is not looked at. Below its root directory, each step of the path goes through the
 * descriptor of the last; symbolic links, absolute ones too, lead nowhere outside.
 */
public final class ForeignRoot {
  /** The word by which this program is started again to answer. */
  public static final String WORD = "--look-in-roots";

  /** After this time, another thread goes on with the next process. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Name ROOT = Name.of("root");

  private ForeignRoot() {}

  /**
   * Answers all questions.
   *
   * @param questions a path, and of each process its number and when it started; each ended by NUL
   * @param answers a line for each process, in any order, and a last one
   * @throws IOException if the questions cannot be read, or /proc is not mounted
   */
  public static void answer(InputStream questions, OutputStream answers) throws IOException {
    String[] words =
        new String(questions.readAllBytes(), StandardCharsets.ISO_8859_1).split("\0", 0);
    BytePath path = BytePath.of(Bytes.latin1(words[0]));
    Map<Integer, Long> starts = new HashMap<>();
    int[] pids = new int[words.length - 1];
    for (int i = 0; i < pids.length; i++) {
      String[] numbers = words[i + 1].split(" ", 2);
      pids[i] = Integer.parseInt(numbers[0]);
      starts.put(pids[i], Long.parseLong(numbers[1]));
    }
    PrintStream lines = new PrintStream(answers, true, StandardCharsets.US_ASCII);
    try (Proc proc = Proc.open()) {
      List<@Nullable Integer> ignored =
          ProcessPass.over(
              pids,
              () ->
                  (pid, progress) -> {
                    ForeignEntry entry = look(proc, pid, starts.getOrDefault(pid, -1L), path);
                    lines.println(ForeignEntryText.write(pid, entry));
                    return pid;
                  },
              PATIENCE);
    }
    lines.println(ForeignEntryText.END);
  }

  /**
   * Looks at a path as a process finds it.
   *
   * @param start when the process started, in ticks since the boot
   */
  static ForeignEntry look(Proc proc, int pid, long start, BytePath path) {
    try (ProcessDirectory process = proc.process(pid)) {
      String text = process == null ? null : process.text("stat");
      ProcessStat stat = text == null ? null : ProcessStat.parse(text);
      if (process == null || stat == null || stat.isDead() || stat.start() != start) {
        return unseen(ForeignEntry.Reason.ENDED);
      }
      BytePath held = BytePath.of(Bytes.of(process.fd().procPath())).child(ROOT);
      try (Root root = Root.at(held)) {
        return look(root, path);
      } catch (SystemCallException e) {
        return e.is(Errno.ENOENT, Errno.ESRCH) ? unseen(ForeignEntry.Reason.ENDED) : failure(e);
      }
    }
  }

  private static ForeignEntry look(Root root, BytePath path) {
    try (Inode found = root.lookUnguarded(path, false)) {
      return found == null ? new ForeignEntry.Absent() : present(found);
    } catch (AutofsException e) {
      return unseen(ForeignEntry.Reason.MAY_WAIT);
    } catch (IOException e) {
      return failure(e);
    }
  }

  private static ForeignEntry failure(IOException reason) {
    boolean refused =
        reason instanceof SystemCallException call && call.is(Errno.EACCES, Errno.EPERM);
    return unseen(refused ? ForeignEntry.Reason.NOT_PERMITTED : ForeignEntry.Reason.FAILED);
  }

  private static ForeignEntry unseen(ForeignEntry.Reason reason) {
    return new ForeignEntry.Unseen(reason);
  }

  private static ForeignEntry present(Inode found) throws SystemCallException {
    Stat stat = found.stat();
    return new ForeignEntry.Present(
        stat.type(),
        stat.mode(),
        stat.uid(),
        stat.gid(),
        stat.size(),
        stat.device(),
        stat.inode(),
        new ForeignEntry.Times(
            stat.accessTime(), stat.birthTime(), stat.changeTime(), stat.modificationTime()),
        stat.isSymlink() ? found.linkText() : null);
  }
}

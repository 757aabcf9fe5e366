// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same program once more, in a user namespace that unshare(1) makes: a virtual machine has
 * threads, and a process with threads cannot enter one. The process ID stays.
 */
public final class SecondStage {
  /**
   * Without {@code --propagation}, unshare(1) would make all mounts private. With {@code
   * --keep-caps} the second stage can mount.
   */
  static final List<Bytes> UNSHARE =
      List.of(
          Bytes.latin1("/usr/bin/unshare"),
          Bytes.latin1("--user"),
          Bytes.latin1("--map-current-user"),
          Bytes.latin1("--mount"),
          Bytes.latin1("--propagation"),
          Bytes.latin1("slave"),
          Bytes.latin1("--keep-caps"),
          Bytes.latin1("--"));

  private static final String MODULE = "-m";
  private static final String INSIDE = "--inside=";

  /** The cache of classes, and the name that the launcher gives for that of the second stage. */
  private static final String CACHE = "-XX:AOTCache=";

  private static final String CACHE_INSIDE = "-Dephemera.inside=";

  /** Without a compiler, it starts some milliseconds sooner, and it only mounts. */
  private static final Bytes INTERPRETED = Bytes.latin1("-Xint");

  private SecondStage() {}

  /**
   * The words to become, execve(2).
   *
   * @param commandLine of this process: the virtual machine, its options, {@code -m}, the main
   *     class, {@code run}, and its arguments, which are left out: the handover says all
   * @param handover the number of the descriptor from which the second stage reads, see {@link
   *     Handover}
   * @throws RunException if the command line has no {@code -m}
   */
  public static List<Bytes> words(List<Bytes> commandLine, int handover) throws RunException {
    int main = commandLine.indexOf(Bytes.latin1(MODULE)) + 1;
    if (main == 0 || main + 1 >= commandLine.size()) {
      throw new RunException(
          Failure.NOT_PERMITTED,
          "cannot start this program again in a user namespace: its command line has no -m");
    }
    List<Bytes> words = new ArrayList<>(UNSHARE);
    List<Bytes> again = commandLine.subList(0, main + 2);
    String cache = cacheInside(again);
    words.add(again.getFirst());
    words.add(INTERPRETED);
    for (Bytes word : again.subList(1, again.size())) {
      words.add(cache != null && word.latin1().startsWith(CACHE) ? beside(word, cache) : word);
    }
    words.add(Bytes.latin1(INSIDE + handover));
    return words;
  }

  private static @Nullable String cacheInside(List<Bytes> words) {
    for (Bytes word : words) {
      String text = word.latin1();
      if (text.startsWith(CACHE_INSIDE)) {
        return text.substring(CACHE_INSIDE.length());
      }
    }
    return null;
  }

  /** The option, for another file of the same directory. */
  private static Bytes beside(Bytes option, String name) {
    String text = option.latin1();
    return Bytes.latin1(text.substring(0, text.lastIndexOf('/') + 1) + name);
  }
}

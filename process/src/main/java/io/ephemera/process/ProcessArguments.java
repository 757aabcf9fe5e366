// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line as the kernel passed it.
 *
 * <p>Java decodes it by the locale and loses what the locale cannot express; {@code
 * /proc/self/cmdline} has the bytes.
 */
public final class ProcessArguments {
  private static final String OF_PROCESS = "/proc/self/cmdline";

  private ProcessArguments() {}

  /**
   * The arguments of a program's main method as bytes.
   *
   * @param decoded as Java passes them
   * @throws IllegalStateException if they are not plain ASCII and /proc/self/cmdline cannot be read
   */
  public static List<Bytes> of(String[] decoded) {
    List<Bytes> words = new ArrayList<>(decoded.length);
    for (String word : decoded) {
      if (!isAscii(word)) {
        return fromKernel(decoded.length);
      }
      words.add(Bytes.latin1(word));
    }
    return words;
  }

  private static boolean isAscii(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The last words of the command line of the virtual machine, which are the program's. */
  private static List<Bytes> fromKernel(int count) {
    try {
      List<Bytes> all = split(KernelFiles.read(OF_PROCESS));
      return all.subList(all.size() - count, all.size());
    } catch (SystemCallException e) {
      throw new IllegalStateException(OF_PROCESS + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The words of a list in which NUL ends each. */
  static List<Bytes> split(Bytes text) {
    List<Bytes> words = new ArrayList<>();
    byte[] bytes = text.toArray();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        words.add(Bytes.of(bytes, start, i));
        start = i + 1;
      }
    }
    return words;
  }
}

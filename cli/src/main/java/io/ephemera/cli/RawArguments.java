// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line as the kernel passed it.
 *
 * <p>Java decodes it by the locale and loses what the locale cannot express; {@code
 * /proc/self/cmdline} has the bytes.
 */
final class RawArguments {
  private static final int MOST = 8 << 20;

  private RawArguments() {}

  static List<Bytes> of(String[] decoded) {
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

  /** The last words of the command line of the virtual machine, which are ours. */
  private static List<Bytes> fromKernel(int count) {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of("/proc/self/cmdline"))) {
      List<Bytes> all = split(file.readAll(MOST));
      return all.subList(all.size() - count, all.size());
    } catch (IOException e) {
      throw new IllegalStateException("/proc/self/cmdline cannot be read: " + e.getMessage(), e);
    }
  }

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

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables as bytes, environ(7): Java loses what the locale cannot express. Immutable.
 */
public final class Environ {
  private static final String OF_PROCESS = "/proc/self/environ";

  private final List<Bytes> entries;

  private Environ(List<Bytes> entries) {
    this.entries = entries;
  }

  /**
   * The variables with which this process was started.
   *
   * @throws IllegalStateException if /proc/self/environ cannot be read
   */
  public static Environ ofProcess() {
    try {
      return parse(KernelFiles.read(OF_PROCESS));
    } catch (SystemCallException e) {
      throw new IllegalStateException("cannot read " + OF_PROCESS + ": " + e.getMessage(), e);
    }
  }

  /**
   * As {@link #ofProcess}, or the variables that Java knows: a process that changed its user may
   * not be allowed to read /proc/self/environ, proc_pid_environ(5).
   */
  public static Environ ofProcessOrJava() {
    try {
      return parse(KernelFiles.read(OF_PROCESS));
    } catch (SystemCallException e) {
      return ofJava();
    }
  }

  private static Environ ofJava() {
    List<Bytes> entries = new ArrayList<>();
    System.getenv().forEach((name, value) -> entries.add(Bytes.utf8(name + "=" + value)));
    return new Environ(entries);
  }

  /** The entries {@code NAME=VALUE} of a block, each ended by NUL. */
  public static Environ parse(Bytes block) {
    return new Environ(NulTerminated.split(block));
  }

  /** All entries in their order, including those without {@code =}. */
  public List<Bytes> entries() {
    return List.copyOf(entries);
  }

  /** The value of a variable, of its first entry as for getenv(3); null if it is not set. */
  public @Nullable Bytes get(String name) {
    for (Bytes entry : entries) { // a run looks up few variables: a map would cost more
      if (isOf(entry, name)) {
        return Bytes.of(entry.toArray(), name.length() + 1, entry.length());
      }
    }
    return null;
  }

  private static boolean isOf(Bytes entry, String name) {
    int length = name.length();
    if (entry.length() <= length || entry.at(length) != '=') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (entry.at(i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The values by name, one character of the name for a byte; the first entry of a name is used.
   */
  public Map<String, Bytes> toMap() {
    Map<String, Bytes> all = new HashMap<>();
    for (Bytes entry : entries) {
      int equals = entry.latin1().indexOf('=');
      if (equals > 0) {
        all.putIfAbsent(
            entry.latin1().substring(0, equals),
            Bytes.of(entry.toArray(), equals + 1, entry.length()));
      }
    }
    return all;
  }
}

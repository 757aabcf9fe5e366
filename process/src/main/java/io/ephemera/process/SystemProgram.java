// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The result of a program of the system, which does a part of the work.
 *
 * @param exitCode its exit code
 * @param said what it wrote to standard output and standard error
 */
public record SystemProgram(int exitCode, String said) {
  private static final List<String> PLACES = List.of("/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/");

  /**
   * Runs a program in the mount namespace of the calling thread.
   *
   * @param name without a slash
   * @throws IOException if this system has no such program
   */
  public static SystemProgram run(String name, String... arguments) throws IOException {
    return read(name, start(name, arguments));
  }

  /**
   * As {@link #run(String, String...)}, but ends the program when the time is over.
   *
   * @throws IOException also if the program did not end by itself
   */
  public static SystemProgram run(Duration limit, String name, String... arguments)
      throws IOException {
    Process process = start(name, arguments);
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              isOver.set(true); // first: the program may have ended before the call below returns
              process.destroyForcibly();
            },
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
    SystemProgram result = read(name, process);
    boolean ignored = end.cancel(false);
    if (isOver.get()) {
      throw new IOException(name + " did not end in time");
    }
    return result;
  }

  private static Process start(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(find(name)));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static SystemProgram read(String name, Process process) throws IOException {
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new SystemProgram(process.waitFor(), said);
    } catch (InterruptedException e) {
      throw new IOException(name + " was interrupted", e);
    }
  }

  private static String find(String name) throws IOException {
    for (String place : PLACES) {
      if (new File(place + name).canExecute()) {
        return place + name;
      }
    }
    throw new IOException(name + " is needed; install it: apt-get install " + packageOf(name));
  }

  /** The package of Debian that has a program. */
  private static String packageOf(String name) {
    return switch (name) {
      case "getent" -> "libc-bin";
      case "rpm" -> "rpm";
      case "systemctl", "systemd-tmpfiles" -> "systemd";
      default -> "util-linux";
    };
  }

  /** The value of a line {@code KEY=value} of the output; empty if there is none. */
  public String value(String key) {
    for (String line : said.split("\n", -1)) {
      if (line.startsWith(key + "=")) {
        return line.substring(key.length() + 1);
      }
    }
    return "";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A main class of the tests that runs in a virtual machine of its own, for tests that need another
 * process, one to kill, or another user.
 */
public final class JavaProgram {
  private static final List<String> SMALL =
      List.of(
          "-Xmx24m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED");

  private final String main;
  private final Set<Path> classPath;

  private JavaProgram(String main, Set<Path> classPath) {
    this.main = main;
    this.classPath = classPath;
  }

  /**
   * A program.
   *
   * @param main its main class
   * @param rooms the name of one class of each other room that it needs
   */
  public static JavaProgram of(Class<?> main, String... rooms) {
    Set<Path> classPath = new LinkedHashSet<>();
    boolean ignored = classPath.add(origin(main));
    for (String room : rooms) {
      try {
        ignored = classPath.add(origin(Class.forName(room, false, main.getClassLoader())));
      } catch (ClassNotFoundException e) {
        throw new IllegalArgumentException(room, e);
      }
    }
    return new JavaProgram(main.getName(), classPath);
  }

  /** The jar or the directory that a class was loaded from. */
  private static Path origin(Class<?> type) {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    URL url = type.getResource(name);
    String text = String.valueOf(url);
    if (!text.endsWith(name)) {
      throw new IllegalStateException("no class file: " + text);
    }
    String place = text.substring(0, text.length() - name.length());
    if (place.startsWith("jar:")) {
      place = place.substring("jar:".length(), place.length() - 1);
    }
    return Path.of(URI.create(place));
  }

  /** The same program, copied to a directory that other users can read. */
  public JavaProgram copiedTo(Path folder) {
    Set<Path> copies = new LinkedHashSet<>();
    for (Path origin : classPath) {
      Path copy = folder.resolve("classes" + copies.size());
      copy(origin, copy);
      boolean ignored = copies.add(copy);
    }
    return new JavaProgram(main, copies);
  }

  private static void copy(Path origin, Path copy) {
    try (Stream<Path> files = Files.walk(origin)) {
      for (Path file : files.toList()) {
        Path ignored = Files.copy(file, copy.resolve(origin.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that runs it, with a small heap. */
  public List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(main);
    command.addAll(List.of(arguments));
    return command;
  }
}

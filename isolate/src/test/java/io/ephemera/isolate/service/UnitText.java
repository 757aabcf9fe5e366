// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.tmpfiles.language.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A unit file as tests write it: lines between {@code ;;}. Without a section they are those of
 * {@code [Service]}; without a command, {@code ExecStart=/bin/true} is the last one.
 */
final class UnitText {
  private static final String SEPARATOR = "\\s*;;\\s*";
  private static final String COMMAND = "ExecStart=/bin/true";

  private UnitText() {}

  /** Writes a unit file, and reads it. */
  static ServiceFile read(Path folder, String lines, String... without) throws IOException {
    return read(write(folder, "test.service", lines), Set.of(without));
  }

  static ServiceFile read(Path file) throws IOException {
    return read(file, Set.of());
  }

  private static ServiceFile read(Path file, Set<String> without) throws IOException {
    return ServiceFile.read(Bytes.utf8(file.toString()), without);
  }

  static Path write(Path folder, String name, String lines) throws IOException {
    String start = lines.startsWith("[") ? "" : "[Service]\n";
    String end =
        lines.contains("ExecStart=")
            ? ""
            : lines.contains("[Service]") || !start.isEmpty() ? COMMAND : "[Service]\n" + COMMAND;
    String text = start + lines.replaceAll(SEPARATOR, "\n") + "\n" + end + "\n";
    return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  /** Writes a drop-in, all lines of which are given. */
  static Path dropIn(Path folder, String name, String lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, lines.replaceAll(SEPARATOR, "\n") + "\n");
  }

  /**
   * What a unit declares beyond one that only starts {@code /bin/true}, then its problems as {@code
   * LINE:COLUMN: MESSAGE}; between {@code ;;}.
   */
  static String describe(Path folder, ServiceFile read) throws IOException {
    List<String> plain = DeclarationText.lines(declared(read(plain(folder))));
    List<String> all = new ArrayList<>(DeclarationText.lines(declared(read)));
    all.removeAll(plain);
    for (Problem problem : read.problems()) {
      all.add(problem.toString().replace(folder + "/test.service:", ""));
    }
    return String.join(" ;; ", all).replace(folder.toString(), "FOLDER");
  }

  private static Path plain(Path folder) throws IOException {
    return write(Files.createDirectories(folder.resolve("plain")), "test.service", "");
  }

  private static io.ephemera.isolate.plan.Declaration declared(ServiceFile read) {
    Invocation command = read.command();
    return read.builder()
        .build(command == null ? Invocation.of(List.of(Bytes.latin1("none"))) : command);
  }
}

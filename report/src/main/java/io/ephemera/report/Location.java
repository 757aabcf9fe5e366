// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/** The place of a finding. */
public sealed interface Location {
  /** As users read it: {@code /etc/tmpfiles.d/a.conf:3:5}. */
  @Override
  String toString();

  /** As users read it, but without a line number: it stays when lines before it are added. */
  String withoutLine();

  /**
   * In a text file.
   *
   * @param file as shown to the user, names escaped; in parentheses or angle brackets if it is not
   *     a file: {@code (argument)}, {@code <stdin>}
   * @param line counted from 1; 0 for the file as a whole
   * @param column counted from 1, in bytes; 0 for the line as a whole
   */
  record InFile(String file, int line, int column) implements Location {
    /** Whether the text comes from a file: arguments and standard input do not. */
    public boolean isFile() {
      return !file.startsWith("(") && !file.startsWith("<");
    }

    @Override
    public String withoutLine() {
      return file;
    }

    @Override
    public String toString() {
      return line == 0 ? file : file + ":" + line + ":" + column;
    }
  }

  /**
   * On a host.
   *
   * @param path as the host sees it, names escaped
   */
  record OnHost(String path) implements Location {
    @Override
    public String withoutLine() {
      return path;
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /**
   * In an archive of Java classes.
   *
   * @param jar its path, names escaped
   * @param entry the entry's name: {@code org/example/Cache.class}
   * @param line in the source file of the class, counted from 1; 0 where it is unknown
   */
  record InJar(String jar, String entry, int line) implements Location {
    @Override
    public String withoutLine() {
      return jar + "!" + entry;
    }

    @Override
    public String toString() {
      return jar + "!" + entry + (line == 0 ? "" : ":" + line);
    }
  }
}

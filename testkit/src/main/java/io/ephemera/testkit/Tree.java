// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.nio.file.Path;
import java.util.List;

/**
 * A tree of files written as text, one entry per line, so that a test compares text with text.
 *
 * <pre>{@code
 * tmp/ 1777                   a directory
 * tmp/file 0600 daemon @10d   a file of user daemon and daemon's own group, 10 days old
 * tmp/note "two\nlines"       a file with content
 * tmp/other == tmp/note       a hard link
 * tmp/link => ../etc          a symbolic link
 * tmp/fifo|                   a fifo
 * tmp/dead=                   a socket without a listener
 * tmp/null% char:1:3          a device node; also block:7:0
 * tmp/ab\xff 0644 1000:1000   a name that is not UTF-8, owned by numbers
 * tmp/x user.note="text"      a file with an extended attribute
 * }</pre>
 *
 * <p>Defaults: mode 0755 for directories and 0644 for all else, the caller as owner, the current
 * time. Missing parent directories are created. {@code @} sets the times of last access and of
 * modification back, by s, m, h, d or w; {@code a@} and {@code m@} set one of the two. A line that
 * starts with {@code #} is a comment.
 *
 * <p>Limits: each call starts a perl; paths are limited to PATH_MAX.
 */
public final class Tree {
  private Tree() {}

  /**
   * Creates a tree.
   *
   * @param text the tree; existing directories are adjusted, anything else must not exist
   * @param below the directory that holds it
   * @throws IllegalArgumentException if the text is invalid or the tree cannot be created
   */
  public static void build(String text, Path below) {
    StringBuilder input = new StringBuilder();
    for (String line : text.lines().toList()) {
      String entry = line.strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        input.append(TreeLineParser.parse(entry).forBuild());
      }
    }
    String ignored = Perl.run("build.pl", below, input.toString());
  }

  /**
   * Describes what is below a directory, each directory's entries in the order of their bytes.
   * Reading changes nothing, not even times of access.
   *
   * <p>Defaults are left out, and so are ages of less than an hour. The age is that of the last
   * modification; the last access follows where it is old too and differs.
   *
   * @return lines, each with a line feed at its end; empty for an empty directory
   */
  public static String describe(Path directory) {
    List<TreeLine> lines = TreeLine.fromDescribe(Perl.run("describe.pl", directory, ""));
    StringBuilder text = new StringBuilder();
    for (TreeLine line : lines) {
      text.append(line).append('\n');
    }
    return text.toString();
  }
}

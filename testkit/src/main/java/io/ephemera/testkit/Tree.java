// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.nio.file.Path;
import java.util.List;

/**
 * A tree of files written as text, one entry a line, so that a test compares text with text.
 *
 * <pre>{@code
 * tmp/ 1777                   a directory
 * tmp/file 0600 daemon @10d   a file of user daemon and daemon's own group, untouched for 10 days
 * tmp/note "two\nlines"       a file with content
 * tmp/other == tmp/note       a hard link
 * tmp/link => ../etc          a symbolic link
 * tmp/fifo|                   a fifo
 * tmp/dead=                   a socket that nobody listens on
 * tmp/null% char:1:3          a device node; also block:7:0
 * tmp/ab\xff 0644 1000:1000   a name that is not UTF-8, owned by numbers
 * tmp/x user.note="text"      a file with an extended attribute
 * }</pre>
 *
 * <p>What is not said is usual: directories are 0755, all else is 0644, the owner is the caller,
 * times are now. Directories that no line names are made. {@code @} sets the times of last access
 * and of modification back, by s, m, h, d or w; {@code a@} and {@code m@} set one of them. A line
 * that starts with {@code #} is a comment.
 *
 * <p>Limits: made by perl, which is started once a call; paths end at PATH_MAX.
 */
public final class Tree {
  private Tree() {}

  /**
   * Makes a tree.
   *
   * @param text the tree; directories that exist are adjusted, anything else must be new
   * @param below the directory that holds it
   * @throws IllegalArgumentException if the text is no tree, or it cannot be made
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
   * Writes down what stands below a directory, each directory's entries in the order of their
   * bytes; reading changes nothing, times of access neither.
   *
   * <p>What is usual is left out, and so are ages of less than an hour. Of the two times the
   * modification is shown, the last access only where it is old as well.
   *
   * @return lines that each end with a line feed; empty for an empty directory
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

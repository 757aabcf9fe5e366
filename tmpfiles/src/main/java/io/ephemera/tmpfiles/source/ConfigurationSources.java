// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.tmpfiles.language.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The sources that a run reads: the files in the configuration directories, those that the user
 * names, or both. Not thread-safe.
 */
public final class ConfigurationSources {
  /** The largest source, in bytes: a larger one is refused as a whole. */
  public static final int LARGEST = 64 << 20;

  private final ConfigurationFiles files;
  private final List<BytePath> directories;
  private final StandardInput standardInput;
  private boolean standardInputRead;

  /** Reads the standard input. */
  @FunctionalInterface
  public interface StandardInput {
    /**
     * The whole standard input.
     *
     * @throws IOException if it cannot be read, or is larger than {@link #LARGEST}
     */
    Bytes readAll() throws IOException;
  }

  /**
   * The sources of a run.
   *
   * @param directories the directories of {@code files}
   */
  public ConfigurationSources(
      ConfigurationFiles files, List<BytePath> directories, StandardInput standardInput) {
    this.files = files;
    this.directories = List.copyOf(directories);
    this.standardInput = standardInput;
  }

  /** All files of the configuration directories. */
  public List<SourceFile> all() {
    List<SourceFile> sources = new ArrayList<>();
    for (ConfigurationFile file : files.all()) {
      sources.add(source(file, SourceFile.Kind.LISTED));
    }
    return sources;
  }

  /**
   * The sources that the user names: {@code -} is the standard input, a text with a slash is a path
   * on the host, any other text the name of a file in the configuration directories.
   *
   * @throws IOException if one of them cannot be read
   */
  public List<SourceFile> named(List<Bytes> arguments) throws IOException {
    List<SourceFile> sources = new ArrayList<>();
    for (Bytes argument : arguments) {
      try {
        add(argument, sources);
      } catch (IOException e) {
        throw new IOException("cannot read '" + argument + "': " + e.getMessage(), e);
      }
    }
    return sources;
  }

  private void add(Bytes argument, List<SourceFile> sources) throws IOException {
    String text = argument.latin1();
    if (text.equals("-")) {
      Bytes content = standardInputRead ? Bytes.EMPTY : standardInput.readAll();
      standardInputRead = true;
      sources.add(new SourceFile("<stdin>", content, SourceFile.Kind.NAMED));
    } else if (text.indexOf('/') >= 0) {
      try (OpenFile file = OpenFile.openAmbient(BytePath.of(argument))) {
        sources.add(
            new SourceFile(argument.toString(), file.readAll(LARGEST), SourceFile.Kind.NAMED));
      }
    } else {
      if (text.isEmpty() || text.equals(".") || text.equals("..")) {
        throw new IOException("not a file name");
      }
      for (ConfigurationFile file : files.named(Name.of(argument))) {
        sources.add(source(file, SourceFile.Kind.NAMED));
      }
    }
  }

  /**
   * All files of the configuration directories, with other sources in place of one of them, which
   * need not exist.
   *
   * <p>If a file with the same name in a directory of higher priority takes precedence over the
   * replaced one, it takes precedence over the replacement too.
   *
   * @param replaced an absolute path, below the root directory
   * @param replacement from {@link #named} or {@link SourceFile#ofArguments}
   */
  public List<SourceFile> replacing(BytePath replaced, List<SourceFile> replacement) {
    Name name = replaced.name();
    int priority = directories.indexOf(replaced.parent());
    List<SourceFile> sources = new ArrayList<>();
    boolean placed = name == null;
    for (ConfigurationFile file : files.all()) {
      int order = placed || name == null ? -1 : file.name().compareTo(name);
      boolean isReplaced = order == 0 && priority >= 0 && priority <= file.directory();
      if (isReplaced || order > 0) {
        sources.addAll(replacement);
      }
      placed |= order >= 0;
      if (!isReplaced) {
        sources.add(source(file, SourceFile.Kind.LISTED));
      }
    }
    if (!placed) {
      sources.addAll(replacement);
    }
    return sources;
  }

  private static SourceFile source(ConfigurationFile file, SourceFile.Kind kind) {
    return new SourceFile(file.shown().toString(), file.content(), kind);
  }
}

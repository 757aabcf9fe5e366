// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run reads: everything in the configuration directories, what the user names, or both. Not
 * thread-safe.
 */
public final class ConfigurationSources {
  private static final int LARGEST = 64 << 20;

  private final ConfigurationFiles files;
  private final List<BytePath> directories;
  private final StandardInput standardInput;
  private boolean standardInputTaken;

  /** Reads all of the standard input. */
  @FunctionalInterface
  public interface StandardInput {
    /**
     * Everything up to the end.
     *
     * @throws IOException if it cannot be read
     */
    Bytes readAll() throws IOException;
  }

  /**
   * The sources of a run.
   *
   * @param directories those of {@code files}
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
   * What the user names: {@code -} is the standard input, something with a slash a path of the
   * host, anything else the name of a file in the configuration directories.
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
      Bytes content = standardInputTaken ? Bytes.EMPTY : standardInput.readAll();
      standardInputTaken = true;
      sources.add(new SourceFile("<stdin>", content, SourceFile.Kind.NAMED));
    } else if (text.indexOf('/') >= 0) {
      try (OpenFile file = OpenFile.openAmbient(BytePath.of(argument))) {
        sources.add(
            new SourceFile(argument.toString(), file.readAll(LARGEST), SourceFile.Kind.NAMED));
      }
    } else {
      if (text.isEmpty() || text.equals(".") || text.equals("..")) {
        throw new IOException("not the name of a file");
      }
      for (ConfigurationFile file : files.named(Name.of(argument))) {
        sources.add(source(file, SourceFile.Kind.NAMED));
      }
    }
  }

  /**
   * All files of the configuration directories, with what the user names in the place of one of
   * them, which need not exist.
   *
   * <p>Where a file of that name in a directory of higher priority counts instead, it counts here
   * too, and what the user names does not.
   *
   * @param replaced absolute, below the root directory
   * @param replacement as from {@link #named} or {@link SourceFile#ofArguments}
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

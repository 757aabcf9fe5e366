// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.host.uses.FileId;
import io.ephemera.tmpfiles.engine.FateListener;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.Due;
import io.ephemera.tmpfiles.policy.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one kind of run does to a path.
 *
 * @param fates by line, in the order of the run
 * @param refusals of lines for the path or a directory above it
 * @param files the path and what is in it, by inode
 * @param hasSockets whether one of them is a socket
 * @param complete whether all of them are there: of very many, only the first are
 * @param failures what could not be looked at, in sentences
 */
public record Foreseen(
    List<LineFate> fates,
    List<Refusal> refusals,
    Map<FileId, BytePath> files,
    boolean hasSockets,
    boolean complete,
    List<String> failures) {
  private static final int MOST_FILES = 20_000;

  /** Takes copies. */
  public Foreseen {
    fates = List.copyOf(fates);
    refusals = List.copyOf(refusals);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    failures = List.copyOf(failures);
  }

  /** Of a path and what is in it. */
  static Foreseen of(Foresight foresight, Foresight.Run run, BytePath path) throws IOException {
    return of(foresight, run, path, new Collector(true));
  }

  /**
   * What a run does to a path alone, without files.
   *
   * @throws IOException if the directory of the path cannot be looked at
   */
  public static Foreseen ofPath(Foresight foresight, Foresight.Run run, BytePath path)
      throws IOException {
    return of(foresight, run, path, new Collector(false));
  }

  private static Foreseen of(
      Foresight foresight, Foresight.Run run, BytePath path, Collector collector)
      throws IOException {
    foresight.foresee(run, path, collector);
    return new Foreseen(
        collector.fates,
        collector.refusals,
        collector.files,
        collector.hasSockets,
        collector.complete,
        collector.failures);
  }

  /** Keeps what concerns the path itself. */
  private static final class Collector implements FateListener {
    private final List<LineFate> fates = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Map<FileId, BytePath> files = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final boolean withFiles;
    private boolean hasSockets;
    private boolean complete = true;

    Collector(boolean withFiles) {
      this.withFiles = withFiles;
    }

    @Override
    public void fate(Supplier<BytePath> path, int depth, Line line, Fate fate) {
      note(path, fate.stat());
      if (depth == 0) {
        fates.add(new LineFate(line, fate));
      }
    }

    @Override
    public void refused(BytePath path, int depth, Line line, UnsafePathException reason) {
      if (depth <= 0) {
        refusals.add(new Refusal(path, line, String.valueOf(reason.getMessage())));
      }
    }

    @Override
    public void unreached(Supplier<BytePath> path, int depth, Stat stat) {
      note(path, stat);
    }

    @Override
    public boolean hearsUnreached() {
      return withFiles && complete;
    }

    private void note(Supplier<BytePath> path, Stat stat) {
      if (!withFiles) {
        return;
      }
      hasSockets |= stat.type() == FileType.SOCKET;
      if (files.size() < MOST_FILES) {
        BytePath _ = files.putIfAbsent(FileId.of(stat), path.get());
      } else {
        complete = false;
      }
    }

    @Override
    public void failed(BytePath path, IOException reason) {
      failures.add(String.valueOf(reason.getMessage()));
    }
  }

  /** The line that removes the path first; empty if none does. */
  public Optional<LineFate> first() {
    return fates.stream()
        .filter(one -> one.fate().due().kind() == Due.Kind.AT)
        .min(Comparator.comparing(one -> one.fate().due()));
  }

  /** What speaks for the path if no line removes it: the last one asked. */
  public Optional<LineFate> last() {
    return fates.isEmpty() ? Optional.empty() : Optional.of(fates.getLast());
  }
}

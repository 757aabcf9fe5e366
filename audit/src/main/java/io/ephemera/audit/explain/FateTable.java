// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.tmpfiles.engine.FateListener;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.Due;
import io.ephemera.tmpfiles.policy.Fate;
import io.ephemera.tmpfiles.policy.Reason;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fates of everything below a directory, grouped by the line that decides, what it does, the
 * day, and the owner. Not thread-safe; a {@code Foresight} calls it one call at a time.
 */
public final class FateTable implements FateListener {
  private static final long DAY = 86_400_000_000L;
  private static final int MOST_FAILURES = 1000;

  private final long now;
  private final Map<Key, Row> rows = new HashMap<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private @Nullable Row latest;
  private long entries;
  private long unseen;

  /** A table as of a time in microseconds since 1970. */
  public FateTable(long now) {
    this.now = now;
  }

  /**
   * What the entries of a row have in common.
   *
   * @param line the line that decides; null if no line reaches them
   * @param reason why they are kept now; null if the next run removes them, or no line does
   * @param kind what is known of the time
   * @param day the days until they go, rounded up; 0 for the next run
   * @param uid their owner
   */
  public record Key(
      @Nullable Line line, @Nullable Reason reason, Due.Kind kind, long day, int uid) {
    @SuppressWarnings("ReferenceEquality") // comparing the records of lines takes long
    boolean is(
        @Nullable Line otherLine,
        @Nullable Reason otherReason,
        Due due,
        long otherDay,
        int otherUid) {
      return line == otherLine
          && reason == otherReason
          && kind == due.kind()
          && day == otherDay
          && uid == otherUid;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && line == key.line
          && reason == key.reason
          && kind == key.kind
          && day == key.day
          && uid == key.uid;
    }

    @Override
    public int hashCode() {
      int hash = System.identityHashCode(line) * 31 + (reason == null ? 0 : reason.hashCode());
      return ((hash * 31 + kind.hashCode()) * 31 + Long.hashCode(day)) * 31 + uid;
    }
  }

  /** The entries of a row. */
  public static final class Row {
    private final Key key;
    private long entries;
    private long bytes;

    Row(Key key) {
      this.key = key;
    }

    /** What they have in common. */
    public Key key() {
      return key;
    }

    /** How many there are. */
    public long entries() {
      return entries;
    }

    /** The bytes that they occupy. */
    public long bytes() {
      return bytes;
    }
  }

  @Override
  public void fate(Supplier<BytePath> path, int depth, Line line, Fate fate) {
    Reason reason = fate.verdict() instanceof Verdict.Kept kept ? kept.reason() : null;
    add(fate.verdict().decidedBy(), reason, fate.due(), fate.stat());
  }

  @Override
  public void refused(BytePath path, int depth, Line line, UnsafePathException reason) {
    if (refusals.size() < MOST_FAILURES) {
      refusals.add(new Refusal(path, line, String.valueOf(reason.getMessage())));
    }
  }

  @Override
  public void unreached(Supplier<BytePath> path, int depth, Stat stat) {
    if (depth > 0) {
      add(null, null, Due.NEVER, stat);
    }
  }

  @Override
  public void failed(BytePath path, IOException reason) {
    unseen++;
    if (failures.size() < MOST_FAILURES) {
      failures.add(String.valueOf(reason.getMessage()));
    }
  }

  private void add(@Nullable Line line, @Nullable Reason reason, Due due, Stat stat) {
    long day = day(due);
    Row row = latest;
    if (row == null || !row.key.is(line, reason, due, day, stat.uid())) { // neighbours are alike
      row = rows.computeIfAbsent(new Key(line, reason, due.kind(), day, stat.uid()), Row::new);
      latest = row;
    }
    row.entries++;
    row.bytes += stat.allocated();
    entries++;
  }

  private long day(Due due) {
    if (due.kind() != Due.Kind.AT || due.at() < now) {
      return 0;
    }
    return due.at() == Long.MAX_VALUE ? Long.MAX_VALUE : 1 + (due.at() - now) / DAY;
  }

  /** The rows: what goes first comes first, then the larger ones. */
  public List<Row> rows() {
    List<Row> sorted = new ArrayList<>(rows.values());
    sorted.sort(
        Comparator.comparing((Row row) -> row.key.kind())
            .thenComparingLong(row -> row.key.day())
            .thenComparingLong(row -> -row.bytes)
            .thenComparingInt(row -> row.key.uid()));
    return sorted;
  }

  /** How many entries there are. */
  public long entries() {
    return entries;
  }

  /** What Ephemera refuses: the first of them, if there are very many. */
  public List<Refusal> refusals() {
    return refusals;
  }

  /** How many entries could not be looked at; nothing is known of what is in them. */
  public long unseen() {
    return unseen;
  }

  /** Why, for the first of them. */
  public List<String> failures() {
    return failures;
  }
}

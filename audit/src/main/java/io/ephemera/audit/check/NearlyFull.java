// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Place;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.ByteSize;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** HA601 and HA602: the file system of a temporary place is nearly full; who and what fills it. */
final class NearlyFull implements EntryCheck {
  private static final int PARTS = 10;
  private static final int MOST_NAMED = 3;
  private static final int MOST_NAMES = 100_000;

  private final Rule rule;
  private final Resource resource;
  private final Map<Place, Filling> filled = new HashMap<>();

  private NearlyFull(Rule rule, Resource resource) {
    this.rule = rule;
    this.resource = resource;
  }

  static NearlyFull ofBytes() {
    return new NearlyFull(
        Check.rule(
            "HA601",
            "nearly-full",
            Severity.WARNING,
            "A temporary place has less than a tenth of its space left",
            400),
        Resource.BYTES);
  }

  static NearlyFull ofInodes() {
    return new NearlyFull(
        Check.rule(
            "HA602",
            "nearly-out-of-inodes",
            Severity.WARNING,
            "A temporary place can hold less than a tenth of its number of files more",
            400),
        Resource.INODES);
  }

  /** Of what there is little left. */
  private enum Resource {
    BYTES {
      @Override
      boolean isScarce(FileSystem fileSystem) {
        return fileSystem.size().isPresent()
            && fileSystem.available().isPresent()
            && fileSystem.available().getAsLong() < fileSystem.size().getAsLong() / PARTS;
      }

      @Override
      String left(FileSystem fileSystem) {
        return fileSystem.space();
      }

      @Override
      long of(Stat stat) {
        return stat.allocated();
      }

      @Override
      String words(long amount) {
        return ByteSize.format(amount);
      }
    },
    INODES {
      @Override
      boolean isScarce(FileSystem fileSystem) {
        return fileSystem.allInodes() != Long.MAX_VALUE
            && fileSystem.inodes() < fileSystem.allInodes() / PARTS;
      }

      @Override
      String left(FileSystem fileSystem) {
        return fileSystem.inodes() + " of " + fileSystem.allInodes() + " inodes left";
      }

      @Override
      long of(Stat stat) {
        return 1;
      }

      @Override
      String words(long amount) {
        return amount + (amount == 1 ? " file" : " files");
      }
    };

    abstract boolean isScarce(FileSystem fileSystem);

    abstract String left(FileSystem fileSystem);

    abstract long of(Stat stat);

    abstract String words(long amount);
  }

  /** What fills a place. */
  private static final class Filling {
    private final FileSystem fileSystem;
    private final Map<Integer, LongAdder> byOwner = new ConcurrentHashMap<>();
    private final Map<Name, LongAdder> byName = new ConcurrentHashMap<>();

    Filling(FileSystem fileSystem) {
      this.fileSystem = fileSystem;
    }

    void add(Sighting seen, long amount) {
      byOwner.computeIfAbsent(seen.stat().uid(), none -> new LongAdder()).add(amount);
      Name first = firstBelow(seen);
      LongAdder known = byName.get(first);
      if (known != null || byName.size() < MOST_NAMES) {
        byName.computeIfAbsent(first, none -> new LongAdder()).add(amount);
      }
    }

    private static Name firstBelow(Sighting seen) {
      BytePath path = seen.path();
      for (int depth = seen.depth(); depth > 1; depth--) {
        path = path.parent();
      }
      Name name = path.name();
      return name == null ? seen.name() : name;
    }
  }

  @Override
  public Rule rule() {
    return rule;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  /** One finding for a file system, however many places it has. */
  @Override
  public void begin(Facts facts) {
    Set<Long> devices = new HashSet<>();
    for (Place place : facts.places()) {
      Stat stat = facts.paths().look(place.path());
      FileSystem fileSystem = stat == null ? null : facts.paths().fileSystem(place.path());
      if (stat != null
          && fileSystem != null
          && !fileSystem.readOnly()
          && resource.isScarce(fileSystem)
          && devices.add(stat.device())) {
        filled.put(place, new Filling(fileSystem));
      }
    }
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    Filling filling = filled.isEmpty() ? null : filled.get(seen.place());
    if (filling != null) {
      filling.add(seen, resource.of(seen.stat()));
    }
  }

  @Override
  public void end(Facts facts, Findings findings) {
    filled.forEach((place, filling) -> {
      Findings.Draft draft =
          findings.of(rule, place.path()).seen(resource.left(filling.fileSystem));
      for (Map.Entry<Integer, LongAdder> one : largest(filling.byOwner)) {
        draft.seen(words(one.getValue()) + " belong to " + facts.accounts().user(one.getKey()));
      }
      for (Map.Entry<Name, LongAdder> one : largest(filling.byName)) {
        draft.seen(words(one.getValue()) + " in " + place.path().child(one.getKey()));
      }
      draft
          .fix("ephemera explain --all " + Shown.word(place.path()))
          .add("programs that write there soon fail");
    });
  }

  private String words(LongAdder amount) {
    return resource.words(amount.sum());
  }

  private static <K> List<Map.Entry<K, LongAdder>> largest(Map<K, LongAdder> sums) {
    List<Map.Entry<K, LongAdder>> sorted = new ArrayList<>(sums.entrySet());
    sorted.sort((a, b) -> Long.compare(b.getValue().sum(), a.getValue().sum()));
    return sorted.subList(0, Math.min(MOST_NAMED, sorted.size()));
  }
}

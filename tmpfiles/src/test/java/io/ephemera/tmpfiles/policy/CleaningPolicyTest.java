// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Listed;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.TreeWalk;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.LiveSockets;
import io.ephemera.testkit.TestFolder;
import io.ephemera.tmpfiles.language.Accounts;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.ParseContext;
import io.ephemera.tmpfiles.language.Parser;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Prefixes;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.language.SpecifierValue;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CleaningPolicyTest {
  private static final String LINES =
      """
      d /d - - - m:10d
      f /d/own
      x /d/keep-*
      """;

  private static final class NoAccounts implements Accounts {
    @Override
    public OptionalInt user(String name) {
      return OptionalInt.empty();
    }

    @Override
    public OptionalInt group(String name) {
      return OptionalInt.empty();
    }
  }

  private static List<Line> parse(String lines) {
    ParseContext context =
        new ParseContext(
            letter -> new SpecifierValue.Unknown(),
            new NoAccounts(),
            name -> null,
            source -> true,
            Prefixes.ALL,
            true,
            false);
    SourceFile source = new SourceFile("test.conf", Bytes.latin1(lines), SourceFile.Kind.LISTED);
    return new Parser(context).parse(source).lines();
  }

  /** The verdicts on the files of /d. */
  private static Map<String, Verdict> verdicts(TestFolder folder) throws IOException {
    List<Line> lines = parse(LINES);
    Map<String, Verdict> verdicts = new TreeMap<>();
    try (Root root = Root.at(BytePath.of(folder.path().toString()));
        Directory parent = root.parentOf(BytePath.of("/d"));
        Directory top = parent.openForReading(Name.of(Bytes.latin1("d")))) {
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      LiveSockets sockets = new LiveSockets(new KernelFiles());
      CleaningPolicy policy =
          new CleaningPolicy(
              root, Plan.of(lines), sockets, LockMode.PROBE, directory -> false, now);
      LinePolicy line = Objects.requireNonNull(policy.ageing(lines.getFirst()));
      TreeWalk.below(
          top, BytePath.of("/d"), collector(line.in(BytePath.of("/d"), top.stat()), verdicts));
    }
    return verdicts;
  }

  private static TreeWalk.Visitor collector(DirectoryPolicy policy, Map<String, Verdict> into) {
    return new TreeWalk.Visitor() {
      @Override
      public boolean passesOver(Listed entry) {
        Verdict.Kept kept = policy.ofListed(entry);
        if (kept != null) {
          into.put(entry.name().toString(), kept);
        }
        return kept != null;
      }

      @Override
      public boolean visit(Entry entry) throws IOException {
        into.put(entry.name().toString(), policy.ofFile(entry));
        return false;
      }

      @Override
      public void failed(TreeWalk.Failure failure) {
        throw new AssertionError(failure.reason());
      }
    };
  }

  private static String words(Verdict verdict) {
    String line = " by line " + verdict.decidedBy().position().line();
    return verdict instanceof Verdict.Kept kept ? kept.reason() + line : "removed" + line;
  }

  @Test
  void verdictNamesReasonAndDecidingLine() throws IOException {
    try (TestFolder folder =
        TestFolder.with("d/\nd/keep-1 @20d\nd/old @20d\nd/own @20d\nd/young\n")) {
      Map<String, Verdict> verdicts = verdicts(folder);

      assertThat(verdicts.get("old")).returns("removed by line 1", CleaningPolicyTest::words);
      assertThat(verdicts.get("young")).returns("TOO_YOUNG by line 1", CleaningPolicyTest::words);
      assertThat(verdicts.get("own")).returns("OWN_LINE by line 2", CleaningPolicyTest::words);
      assertThat(verdicts.get("keep-1")).returns("PATTERN by line 3", CleaningPolicyTest::words);
    }
  }

  @Test
  void entriesShareTheirVerdicts() throws IOException {
    try (TestFolder folder = TestFolder.with("d/\nd/a @20d\nd/b @20d\nd/y\nd/z\n")) {
      Map<String, Verdict> verdicts = verdicts(folder);

      assertThat(verdicts.get("a")).isSameAs(verdicts.get("b"));
      assertThat(verdicts.get("y")).isSameAs(verdicts.get("z"));
    }
  }
}

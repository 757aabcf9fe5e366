// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.tmpfiles.engine.Engine;
import io.ephemera.tmpfiles.engine.Subvolumes;
import io.ephemera.tmpfiles.language.Accounts;
import io.ephemera.tmpfiles.language.ParseContext;
import io.ephemera.tmpfiles.language.Parser;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Prefixes;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.language.SpecifierValue;
import io.ephemera.tmpfiles.pace.Pace;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * Looks at a few inodes as a dry run does, for nothing but having done it once.
 *
 * <p>What a Java program does for the first time is slow: classes are initialised, names resolved.
 * One core reads the configuration; the other one would wait, and rehearses instead what comes
 * then. Changes nothing; what was measured stands in {@code bench/README.md}.
 */
public final class WarmUp {
  /** What every system has, so that each of these lines finds something to look at. */
  private static final String HERE =
      """
      d / 0755 root root -
      d /proc/sys 0555 - - -
      d /proc/sys/kernel :0700 :root :root -
      f /proc/version 0444 root root - text
      L /proc/mounts - - - - self/mounts
      L+ /proc/nothing - - - - elsewhere
      z /proc/sys 0555 root root -
      z /proc/sys/k* - - - -
      """;

  private WarmUp() {}

  /** Looks at a few inodes as a dry run does, and changes nothing. Needs native calls. */
  public static void creating() {
    try (Root root = Root.host()) {
      Engine.Terms terms =
          new Engine.Terms(true, false, 0, Subvolumes.of(name -> null), Pace.free());
      new Engine(root, plan(HERE), terms, outcome -> {}).create();
    } catch (IOException e) {
      // The real run will meet it too, and say so.
    }
  }

  private static Plan plan(String lines) {
    ParseContext nowhere =
        new ParseContext(
            letter -> new SpecifierValue.Value(Bytes.EMPTY),
            new Anybody(),
            name -> null,
            source -> true,
            Prefixes.ALL,
            true,
            false);
    SourceFile source = new SourceFile("rehearsal", Bytes.latin1(lines), SourceFile.Kind.LISTED);
    return Plan.of(new Parser(nowhere).parse(source).lines());
  }

  private static final class Anybody implements Accounts {
    @Override
    public OptionalInt user(String name) {
      return OptionalInt.of(0);
    }

    @Override
    public OptionalInt group(String name) {
      return OptionalInt.of(0);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.tmpfiles.engine.Chroot;
import io.ephemera.tmpfiles.engine.Engine;
import io.ephemera.tmpfiles.engine.EngineOptions;
import io.ephemera.tmpfiles.engine.Subvolumes;
import io.ephemera.tmpfiles.language.Accounts;
import io.ephemera.tmpfiles.language.ParseContext;
import io.ephemera.tmpfiles.language.Parser;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Prefixes;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.language.SpecifierValue;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * Warms up the virtual machine with a dry run over a few inodes.
 *
 * <p>The first execution of Java code is slow, because classes are initialized and names resolved.
 * While one core reads the configuration, the other one would be idle; the warm-up executes the
 * code that is needed next on it. Changes nothing. The gain is measured in {@code bench/README.md}.
 */
public final class WarmUp {
  /** Every system has these paths. */
  private static final String LINES =
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

  /** Warms up what {@code --create} executes. Needs native calls. */
  public static void run() {
    try (Root root = Root.host()) {
      Progress progress = new Progress(Throttle.unlimited());
      EngineOptions options =
          new EngineOptions(
              true,
              false,
              0,
              Subvolumes.of(name -> null),
              new Chroot(name -> null),
              progress,
              directory -> false);
      new Engine(root, plan(LINES), options, outcome -> {}).create();
    } catch (IOException e) {
      // The run itself will fail in the same way and report it.
    }
  }

  private static Plan plan(String lines) {
    ParseContext context =
        new ParseContext(
            letter -> new SpecifierValue.Value(Bytes.EMPTY),
            new AnyAccount(),
            name -> null,
            source -> true,
            Prefixes.ALL,
            true,
            false);
    SourceFile source = new SourceFile("warm-up", Bytes.latin1(lines), SourceFile.Kind.LISTED);
    return Plan.of(new Parser(context).parse(source).lines());
  }

  /** Knows every name, with the ID 0. */
  private static final class AnyAccount implements Accounts {
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

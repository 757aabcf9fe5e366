// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.tmpfiles.language.ParseContext;
import io.ephemera.tmpfiles.language.ParsedFile;
import io.ephemera.tmpfiles.language.Parser;
import io.ephemera.tmpfiles.language.SourceFile;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Parses files on two cores: nothing else of a short run takes as long, and no file depends on
 * another. Each thread takes the next file that nobody has taken, and has an environment of its
 * own.
 */
final class Parsing {
  private final List<SourceFile> sources;
  private final @Nullable ParsedFile[] parsed;
  private final AtomicInteger next = new AtomicInteger();

  private Parsing(List<SourceFile> sources) {
    this.sources = sources;
    this.parsed = new ParsedFile[sources.size()];
  }

  /**
   * What stands in the files, in their order.
   *
   * @param other means the same as {@code mine} and shares nothing with it that is not thread-safe
   */
  static List<ParsedFile> of(List<SourceFile> sources, ParseContext mine, ParseContext other) {
    Parsing parsing = new Parsing(sources);
    Thread helper = new Thread(() -> parsing.take(new Parser(other)), "parser");
    helper.setDaemon(true);
    helper.setUncaughtExceptionHandler((thread, met) -> {}); // its file is parsed again below
    helper.start();
    Parser parser = new Parser(mine);
    parsing.take(parser);
    join(helper);
    return parsing.all(parser);
  }

  private void take(Parser parser) {
    for (int i = next.getAndIncrement(); i < parsed.length; i = next.getAndIncrement()) {
      parsed[i] = parser.parse(sources.get(i));
    }
  }

  /** It does not wait for anybody, so it ends soon. */
  private static void join(Thread helper) {
    boolean interrupted = false;
    while (true) {
      try {
        helper.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<ParsedFile> all(Parser parser) {
    for (int i = 0; i < parsed.length; i++) {
      if (parsed[i] == null) {
        parsed[i] = parser.parse(sources.get(i));
      }
    }
    return List.of(parsed);
  }
}

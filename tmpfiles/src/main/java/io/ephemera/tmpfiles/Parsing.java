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
 * Parses files with two threads: parsing takes longer than anything else in a short run, and files
 * are independent. Each thread takes the next file that neither has taken, and has a context of its
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
   * Parses files.
   *
   * @param mine the context of the calling thread
   * @param other an equal context that shares nothing with {@code mine}, or only thread-safe
   *     objects
   * @return the parsed files, in the order of the sources
   */
  static List<ParsedFile> parse(List<SourceFile> sources, ParseContext mine, ParseContext other) {
    Parsing parsing = new Parsing(sources);
    Thread helper = new Thread(() -> parsing.parseRemaining(new Parser(other)), "parser");
    helper.setDaemon(true);
    helper.setUncaughtExceptionHandler((thread, thrown) -> {}); // its file is parsed again below
    helper.start();
    Parser parser = new Parser(mine);
    parsing.parseRemaining(parser);
    join(helper);
    return parsing.all(parser);
  }

  private void parseRemaining(Parser parser) {
    for (int i = next.getAndIncrement(); i < parsed.length; i = next.getAndIncrement()) {
      parsed[i] = parser.parse(sources.get(i));
    }
  }

  /** Waits for the other thread, which waits for nothing itself and so ends soon. */
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

  /** All files, including those at which the other thread failed. */
  private List<ParsedFile> all(Parser parser) {
    for (int i = 0; i < parsed.length; i++) {
      if (parsed[i] == null) {
        parsed[i] = parser.parse(sources.get(i));
      }
    }
    return List.of(parsed);
  }
}

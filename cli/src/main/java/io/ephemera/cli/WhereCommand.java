// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.Need;
import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.Places;
import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code ephemera where}: where a file belongs, and why. */
final class WhereCommand {
  /** The application where none is named: only the directories above its own are told then. */
  private static final String NOBODY = "ephemera";

  private static final List<WhereKind> ALL =
      List.of(
          WhereKind.RUNTIME,
          WhereKind.CACHE,
          WhereKind.STATE,
          WhereKind.DATA,
          WhereKind.CONFIG,
          WhereKind.LOG,
          WhereKind.DOWNLOAD,
          WhereKind.TEMP,
          WhereKind.NATIVE);

  private final Output output;

  WhereCommand(Output output) {
    this.output = output;
  }

  ExitCode run(List<Bytes> words) {
    try {
      Options options = Options.parse(WhereOption.values(), words);
      if (options.has(WhereOption.HELP)) {
        output.print(Help.ofWhere());
        return ExitCode.SUCCESS;
      }
      if (options.has(WhereOption.VERSION)) {
        output.print(Help.version());
        return ExitCode.SUCCESS;
      }
      return run(options);
    } catch (UsageException e) {
      output.say("ephemera where: " + e.getMessage());
      output.say("Try 'ephemera where --help'.");
      return ExitCode.USAGE;
    } catch (IOException e) {
      output.say("ephemera where: " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }

  private ExitCode run(Options options) throws UsageException, IOException {
    WhereKind kind = WhereRules.kind(options);
    WhereRules.check(options, kind);
    Need need = WhereRules.need(options);
    Places places = places(options);
    WhereReport report = report(options, kind);
    ExitCode code = ExitCode.SUCCESS;
    if (kind != null) {
      code = told(kind, need, places, options, report);
    } else {
      for (WhereKind each : ALL) {
        ExitCode _ = told(each, need, places, options, report);
      }
    }
    report.end(code);
    return code;
  }

  private Places places(Options options) throws UsageException {
    Bytes app = options.last(WhereOption.APP);
    boolean isTold = options.has(WhereOption.JSON) || options.has(WhereOption.EXPLAIN);
    Consumer<String> warnings =
        isTold ? warning -> {} : warning -> output.say("ephemera where: " + warning);
    try {
      return Places.builder(app == null ? NOBODY : app.latin1()).warnings(warnings).build();
    } catch (IllegalArgumentException noName) {
      throw new UsageException("--app: " + noName.getMessage());
    }
  }

  private WhereReport report(Options options, @Nullable WhereKind kind) throws IOException {
    if (options.has(WhereOption.JSON)) {
      return new WhereJson(output);
    }
    return options.has(WhereOption.EXPLAIN)
        ? new WhereExplanation(output)
        : new WhereText(output, kind == null);
  }

  private ExitCode told(
      WhereKind kind, Need need, Places places, Options options, WhereReport report)
      throws IOException {
    Place place;
    try {
      place = kind.of(places, need);
    } catch (NoPlaceException none) {
      report.none(kind, none);
      return ExitCode.FAILURE;
    }
    Bytes app = options.last(WhereOption.APP);
    if (options.has(WhereOption.CREATE)) {
      try {
        place.create();
      } catch (IOException refused) {
        output.say("ephemera where: " + refused.getMessage());
        return ExitCode.FAILED_STEPS;
      }
    }
    Place shown = app == null ? place.base() : place;
    report.place(kind, path(kind, shown, app), shown);
    return ExitCode.SUCCESS;
  }

  private static Bytes path(WhereKind kind, Place place, @Nullable Bytes app) {
    Bytes path = Bytes.of(place.pathBytes());
    return app == null || !kind.isRuntimeFile()
        ? path
        : path.plus(Bytes.latin1("/")).plus(app).plus(Bytes.latin1("." + kind.id()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import io.ephemera.Need;
import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.Places;
import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code ephemera where}: shows where a file belongs, and why. */
public final class WhereCommand implements Command {
  private static final List<PlaceKind> ALL =
      List.of(
          PlaceKind.RUNTIME,
          PlaceKind.CACHE,
          PlaceKind.STATE,
          PlaceKind.DATA,
          PlaceKind.CONFIG,
          PlaceKind.LOG,
          PlaceKind.DOWNLOAD,
          PlaceKind.TEMP,
          PlaceKind.NATIVE);

  @Override
  public CommandDefinition definition() {
    return new WhereDefinition();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException {
    PlaceKind kind = WhereUsage.kind(line);
    WhereUsage.check(line, kind);
    Need need = WhereUsage.need(line);
    Places places = places(line, output);
    PlaceReport report = report(line, output, kind);
    ExitStatus status = ExitStatus.SUCCESS;
    if (kind != null) {
      status = show(kind, need, places, line, report);
    } else {
      for (PlaceKind each : ALL) {
        ExitStatus _ = show(each, need, places, line, report);
      }
    }
    report.end(status);
    return status;
  }

  private static Places places(ParsedCommandLine line, Output output) throws UsageException {
    // Without --app only the directories above the application's own are printed.
    String application = line.text(WhereDefinition.APP, Places.DEFAULT_APPLICATION);
    boolean isReported = line.has(WhereDefinition.JSON) || line.has(WhereDefinition.EXPLAIN);
    Consumer<String> warnings =
        isReported ? warning -> {} : warning -> output.say("ephemera where: " + warning);
    try {
      return Places.builder(application).warnings(warnings).build();
    } catch (IllegalArgumentException invalidName) {
      throw new UsageException("--app=: " + invalidName.getMessage());
    }
  }

  private static PlaceReport report(ParsedCommandLine line, Output output, @Nullable PlaceKind kind)
      throws IOException {
    if (line.has(WhereDefinition.JSON)) {
      return new JsonPlaceReport(output);
    }
    return line.has(WhereDefinition.EXPLAIN)
        ? new PlaceExplanation(output)
        : new TextPlaceReport(output, kind == null);
  }

  private static ExitStatus show(
      PlaceKind kind, Need need, Places places, ParsedCommandLine line, PlaceReport report)
      throws IOException {
    Place place;
    try {
      place = kind.of(places, need);
    } catch (NoPlaceException none) {
      report.none(kind, none);
      return ExitStatus.FAILURE;
    }
    Bytes app = line.last(WhereDefinition.APP);
    if (line.has(WhereDefinition.CREATE)) {
      try {
        place.create();
      } catch (IOException refused) {
        report.refused(kind, path(kind, place, app), refused);
        return ExitStatus.FAILED_STEPS;
      }
    }
    Place shown = app == null ? place.base() : place;
    report.place(kind, path(kind, shown, app), shown);
    return ExitStatus.SUCCESS;
  }

  private static Bytes path(PlaceKind kind, Place place, @Nullable Bytes app) {
    Bytes path = Bytes.of(place.pathBytes());
    return app == null || !kind.isRuntimeFile()
        ? path
        : path.plus(Bytes.latin1("/")).plus(app).plus(Bytes.latin1("." + kind.id()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.audit.explain.Belongings;
import io.ephemera.audit.explain.Explanation;
import io.ephemera.audit.explain.FateTable;
import io.ephemera.audit.explain.Foreseen;
import io.ephemera.audit.explain.Holder;
import io.ephemera.audit.explain.LineFate;
import io.ephemera.audit.explain.Link;
import io.ephemera.audit.explain.Refusal;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.host.packages.Owner;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.schedule.CleanerVersion;
import io.ephemera.host.schedule.NextRun;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.host.uses.Coverage;
import io.ephemera.host.uses.Gap;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseDetail;
import io.ephemera.host.views.ForeignEntry;
import io.ephemera.host.views.View;
import io.ephemera.report.JsonLines;
import io.ephemera.tmpfiles.engine.FateListener;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Timestamp;
import io.ephemera.tmpfiles.policy.Due;
import io.ephemera.tmpfiles.policy.Fate;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line of JSON for each path or fate, and a last one of type {@code summary}; docs/json.md. */
final class JsonExplanation implements ExplanationReport {
  private static final int SCHEMA = 1;

  private final JsonLines lines;
  private long explained;
  private long failed;

  JsonExplanation(Output output) throws IOException {
    this.lines = new JsonLines(output.data());
  }

  @Override
  public void explained(Explanation one) throws IOException {
    explained++;
    lines.object("explanation", json -> write(json, one));
  }

  private static void write(JsonGenerator json, Explanation one) throws IOException {
    json.writeStringField("path", one.path().toString());
    json.writeStringField("realPath", one.real().toString());
    json.writeStringField("time", Times.iso(one.now()));
    Stat stat = one.chain().last();
    json.writeBooleanField("exists", stat != null);
    if (stat != null) {
      json.writeObjectFieldStart("inode");
      write(json, stat);
      json.writeEndObject();
    }
    writeChain(json, one);
    writePlace(json, one);
    writeUsage(json, one);
    if (one.maker() != null) {
      json.writeObjectFieldStart("probablyMadeBy");
      json.writeStringField("who", one.maker().who());
      json.writeStringField("why", one.maker().why());
      json.writeEndObject();
    }
    if (one.pidFile() != null) {
      json.writeObjectFieldStart("pidFile");
      json.writeNumberField("pid", one.pidFile().pid());
      json.writeStringField("state", id(one.pidFile().state()));
      if (one.pidFile().command() != null) {
        json.writeStringField("command", one.pidFile().command().toString());
      }
      json.writeEndObject();
    }
    writeFates(json, one);
    writeViews(json, one);
    writeStrings(json, "toKeep", one.advice().keep());
    writeStrings(json, "toMove", one.advice().move());
    writeStrings(json, "notSeen", one.gaps());
  }

  static void write(JsonGenerator json, Stat stat) throws IOException {
    json.writeStringField("kind", stat.type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.writeStringField("mode", TextExplanation.mode(stat));
    json.writeNumberField("uid", Integer.toUnsignedLong(stat.uid()));
    json.writeNumberField("gid", Integer.toUnsignedLong(stat.gid()));
    json.writeNumberField("size", stat.size());
    json.writeNumberField("allocated", stat.allocated());
    json.writeNumberField("names", stat.links());
    json.writeStringField("inode", Long.toUnsignedString(stat.inode()));
    for (Timestamp timestamp : Timestamp.values()) {
      long time = FateText.time(stat, timestamp);
      if (time != Stat.NO_TIME) {
        json.writeStringField(FateText.name(timestamp) + "Time", Times.iso(time));
      }
    }
  }

  private static void writeChain(JsonGenerator json, Explanation one) throws IOException {
    json.writeArrayFieldStart("chain");
    for (Link link : one.chain().links()) {
      json.writeStartObject();
      json.writeStringField("path", link.path().toString());
      json.writeStringField("mode", TextExplanation.mode(link.stat()));
      json.writeNumberField("uid", Integer.toUnsignedLong(link.stat().uid()));
      json.writeNumberField("gid", Integer.toUnsignedLong(link.stat().gid()));
      if (link.target() != null) {
        json.writeStringField("target", link.target().toString());
      }
      if (!link.replacing().isExclusive()) {
        json.writeStringField("othersMayChange", link.replacing().how());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writePlace(JsonGenerator json, Explanation one) throws IOException {
    if (one.mount() != null) {
      json.writeObjectFieldStart("mount");
      json.writeStringField("point", one.mount().path().toString());
      json.writeStringField("fileSystem", one.mount().fileSystem());
      if (one.fileSystem() != null && one.fileSystem().available().isPresent()) {
        json.writeNumberField("available", one.fileSystem().available().getAsLong());
      }
      json.writeEndObject();
    }
    if (one.known().isPresent()) {
      var known = one.known().get();
      json.writeObjectFieldStart("knownName");
      json.writeStringField("program", known.row().program());
      json.writeStringField("kind", known.row().kind());
      json.writeStringField("pattern", known.pattern());
      json.writeStringField("predictable", known.row().predictable().text());
      json.writeStringField("hijackable", known.row().hijackable().text());
      json.writeStringField("rightPlace", known.row().rightPlace());
      json.writeStringField("setting", known.row().setting());
      json.writeBooleanField("verified", known.row().verification().isVerified());
      json.writeEndObject();
    }
    if (one.rule() != null) {
      json.writeObjectFieldStart("rule");
      json.writeStringField("rule", one.rule().rule());
      json.writeStringField("answer", id(one.rule().answer()));
      json.writeStringField("why", one.rule().why());
      json.writeEndObject();
    }
  }

  static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void writeUsage(JsonGenerator json, Explanation one) throws IOException {
    if (one.usage() == null) {
      return;
    }
    json.writeArrayFieldStart("usedBy");
    for (Holder holder : one.usage().holders()) {
      write(json, holder.path().toString(), holder.use());
    }
    for (Use use : one.usage().deleted()) {
      write(json, use.path().toString(), use);
    }
    json.writeEndArray();
    Coverage coverage = one.usage().coverage();
    json.writeObjectFieldStart("coverage");
    json.writeNumberField("seen", coverage.seen());
    json.writeNumberField("total", coverage.total());
    json.writeBooleanField("complete", one.usage().isComplete());
    json.writeArrayFieldStart("gaps");
    for (Gap gap : coverage.gaps()) {
      json.writeStartObject();
      json.writeStringField("source", id(gap.source()));
      json.writeStringField("reason", id(gap.reason()));
      json.writeNumberField("count", gap.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void write(JsonGenerator json, String path, Use use) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", path);
    json.writeStringField("how", id(use.kind()));
    json.writeBooleanField("proven", use.proven());
    json.writeBooleanField("deleted", use.deleted());
    if (use.detail() instanceof UseDetail.Descriptor open) {
      json.writeNumberField("descriptor", open.number());
      json.writeStringField("access", id(open.access()));
    }
    if (use.process() != null) {
      write(json, use.process());
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, HostProcess process) throws IOException {
    json.writeNumberField("pid", process.pid());
    json.writeStringField("process", process.name().toString());
    json.writeNumberField("uid", Integer.toUnsignedLong(process.uid()));
    if (process.placement().unit() != null) {
      json.writeStringField("unit", process.placement().unit());
    }
    if (process.placement().container() != null) {
      json.writeStringField("container", process.placement().container().id());
    }
  }

  private static void writeFates(JsonGenerator json, Explanation one) throws IOException {
    json.writeObjectFieldStart("fate");
    write(json, "clean", one.fates().clean(), one);
    write(json, "remove", one.fates().remove(), one);
    write(json, "boot", one.fates().boot(), one);
    write(json, "purge", one.fates().purge(), one);
    json.writeArrayFieldStart("lines");
    for (Line line : one.lines()) {
      json.writeStartObject();
      write(json, line, one);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("units");
    for (UnitClaim claim : one.claims()) {
      json.writeStartObject();
      write(json, claim);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (one.schedule().nextOfTmpfiles() instanceof NextRun.At at) {
      json.writeStringField("nextRun", Times.iso(at.micros()));
    }
    if (one.version() instanceof CleanerVersion.Known known) {
      json.writeNumberField("cleanerVersion", known.number());
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, UnitClaim claim) throws IOException {
    json.writeStringField("unit", claim.unit());
    json.writeStringField("directive", claim.directive());
    json.writeStringField("removedAt", id(claim.removedAt()));
  }

  private static void write(JsonGenerator json, String run, Foreseen foreseen, Explanation one)
      throws IOException {
    json.writeArrayFieldStart(run);
    for (LineFate fate : foreseen.fates()) {
      json.writeStartObject();
      write(json, fate.fate());
      write(json, fate.line(), one);
      json.writeEndObject();
    }
    for (Refusal refusal : foreseen.refusals()) {
      json.writeStartObject();
      write(json, refusal, one);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Refusal refusal, @Nullable Explanation one)
      throws IOException {
    json.writeStringField("verdict", "refused");
    json.writeStringField("path", refusal.path().toString());
    json.writeStringField("refusal", refusal.reason());
    write(json, refusal.line(), one);
  }

  static void write(JsonGenerator json, Fate fate) throws IOException {
    json.writeStringField("verdict", fate.isRemoved() ? "removed" : "kept");
    if (fate.verdict() instanceof Verdict.Kept kept) {
      json.writeStringField("reason", id(kept.reason()));
      json.writeBooleanField("inherited", fate.inherited());
    }
    Due due = fate.due();
    json.writeStringField("due", due.kind() == Due.Kind.AT ? "at" : id(due.kind()));
    if (due.kind() == Due.Kind.AT && due.at() != Long.MIN_VALUE && due.at() != Long.MAX_VALUE) {
      json.writeStringField("dueAt", Times.iso(due.at()));
    }
    if (due.decidedBy() != null) {
      json.writeStringField("decidedBy", FateText.name(due.decidedBy()));
    }
  }

  static void write(JsonGenerator json, Line line, @Nullable Explanation one) throws IOException {
    json.writeStringField("line", FateText.text(line));
    json.writeStringField("origin", line.position().file() + ":" + line.position().line());
    if (one != null && one.owners().get(line.position().file()) instanceof Owner.Owned owned) {
      json.writeStringField("package", owned.packages().getFirst().name().toString());
    }
  }

  private static void writeViews(JsonGenerator json, Explanation one) throws IOException {
    if (one.views() == null) {
      return;
    }
    json.writeArrayFieldStart("othersSee");
    for (View view : one.views().views()) {
      json.writeStartObject();
      if (view.hostPath() != null) {
        json.writeStringField("here", view.hostPath().toString());
      }
      if (view.entry() != null) {
        json.writeObjectFieldStart("there");
        write(json, view.entry());
        json.writeEndObject();
      }
      json.writeArrayFieldStart("processes");
      for (HostProcess process : view.processes()) {
        json.writeStartObject();
        write(json, process);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, ForeignEntry entry) throws IOException {
    switch (entry) {
      case ForeignEntry.Present present -> {
        json.writeBooleanField("exists", true);
        json.writeStringField("kind", id(present.type()));
        json.writeStringField("mode", String.format(Locale.ROOT, "%04o", present.mode()));
        json.writeNumberField("uid", Integer.toUnsignedLong(present.uid()));
        json.writeNumberField("gid", Integer.toUnsignedLong(present.gid()));
        json.writeNumberField("size", present.size());
        json.writeStringField("device", device(present.device()));
        json.writeStringField("inode", Long.toUnsignedString(present.inode()));
        writeTime(json, "accessTime", present.times().access());
        writeTime(json, "birthTime", present.times().birth());
        writeTime(json, "changeTime", present.times().change());
        writeTime(json, "modificationTime", present.times().modification());
        if (present.target() != null) {
          json.writeStringField("target", present.target().toString());
        }
      }
      case ForeignEntry.Absent() -> json.writeBooleanField("exists", false);
      case ForeignEntry.Unseen(ForeignEntry.Reason reason) ->
          json.writeStringField("notSeen", id(reason));
    }
  }

  private static void writeTime(JsonGenerator json, String name, long time) throws IOException {
    if (time != Stat.NO_TIME) {
      json.writeStringField(name, Times.iso(time));
    }
  }

  /** As {@code stat -c %Hd:%Ld} prints it. */
  static String device(long device) {
    return (device >>> Integer.SIZE) + ":" + (device & 0xffffffffL);
  }

  static void writeStrings(JsonGenerator json, String name, Iterable<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  @Override
  public void explained(Belongings one) throws IOException {
    explained++;
    lines.object(
        one.process() == null ? "unit" : "process", json -> new JsonBelongings(json, one).write());
  }

  @Override
  public void failed(String kind, String subject, IOException reason) throws IOException {
    failed++;
    lines.object(
        "failed",
        json -> {
          if (kind.equals("pid")) {
            json.writeNumberField(kind, Integer.parseInt(subject));
          } else {
            json.writeStringField(kind, subject);
          }
          json.writeStringField("reason", String.valueOf(reason.getMessage()));
        });
  }

  /** Streams every fate; the table only counts them. */
  @Override
  public FateListener fates(BytePath path, FateTable table) {
    return new Streaming(table);
  }

  private final class Streaming implements FateListener {
    private final FateTable table;

    Streaming(FateTable table) {
      this.table = table;
    }

    @Override
    public void fate(Supplier<BytePath> path, int depth, Line line, Fate fate) {
      table.fate(path, depth, line, fate);
      stream(
          "fate",
          json -> {
            json.writeStringField("path", path.get().toString());
            write(json, fate);
            write(json, fate.verdict().decidedBy(), null);
            json.writeNumberField("uid", Integer.toUnsignedLong(fate.stat().uid()));
            json.writeNumberField("allocated", fate.stat().allocated());
          });
    }

    @Override
    public void refused(BytePath path, int depth, Line line, UnsafePathException reason) {
      table.refused(path, depth, line, reason);
      Refusal refusal = new Refusal(path, line, String.valueOf(reason.getMessage()));
      stream("fate", json -> write(json, refusal, null));
    }

    @Override
    public void unreached(Supplier<BytePath> path, int depth, Stat stat) {
      table.unreached(path, depth, stat);
      if (depth > 0) {
        stream(
            "fate",
            json -> {
              json.writeStringField("path", path.get().toString());
              json.writeStringField("verdict", "unreached");
              json.writeNumberField("uid", Integer.toUnsignedLong(stat.uid()));
              json.writeNumberField("allocated", stat.allocated());
            });
      }
    }

    @Override
    public void failed(BytePath path, IOException reason) {
      table.failed(path, reason);
      stream("not-seen", json -> writeFailure(json, path, reason));
    }

    private void stream(String type, JsonLines.Fields fields) {
      try {
        lines.object(type, fields);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void writeFailure(JsonGenerator json, BytePath path, IOException reason)
      throws IOException {
    json.writeStringField("path", path.toString());
    json.writeStringField("reason", String.valueOf(reason.getMessage()));
  }

  @Override
  public void table(BytePath path, FateTable table) {
    explained++;
  }

  @Override
  public void failed(BytePath path, IOException reason) throws IOException {
    failed++;
    lines.object("failed", json -> writeFailure(json, path, reason));
  }

  @Override
  public void end(ExitStatus status) throws IOException {
    lines.object(
        "summary",
        json -> {
          json.writeNumberField("schema", SCHEMA);
          json.writeNumberField("exitCode", status.code());
          json.writeNumberField("explained", explained);
          json.writeNumberField("failed", failed);
        });
    lines.flush();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.audit.explain.Belongings;
import io.ephemera.audit.explain.Forecast;
import io.ephemera.audit.explain.Foreseen;
import io.ephemera.audit.explain.LineFate;
import io.ephemera.fs.BytePath;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.host.services.UnitFacts;
import io.ephemera.host.uses.Use;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of an object of type {@code unit} or {@code process}; docs/json.md. */
final class JsonBelongings {
  private final JsonGenerator json;
  private final Belongings one;

  JsonBelongings(JsonGenerator json, Belongings one) {
    this.json = json;
    this.one = one;
  }

  void write() throws IOException {
    if (one.process() != null) {
      json.writeNumberField("pid", one.process().pid());
    }
    if (one.unit() != null) {
      json.writeStringField("unit", one.unit());
    }
    json.writeStringField("time", Times.iso(one.now()));
    if (one.facts() != null) {
      write(one.facts());
    }
    json.writeArrayFieldStart("processes");
    for (HostProcess process : one.processes()) {
      json.writeStartObject();
      JsonExplanation.write(json, process);
      json.writeBooleanField("seen", !one.unseen().contains(process));
      json.writeEndObject();
    }
    json.writeEndArray();
    writePlaces();
    writeVariables();
    writeNamed();
    writeFiles();
    JsonExplanation.writeStrings(json, "notSeen", one.gaps());
  }

  private void write(UnitFacts facts) throws IOException {
    json.writeObjectFieldStart("unitFile");
    writePath("path", facts.file());
    json.writeBooleanField("enabled", facts.state().isEnabled());
    json.writeStringField("running", JsonExplanation.id(one.running()));
    if (facts.privateTmp() != null) {
      json.writeStringField(
          "privateTmp", facts.privateTmp().file() + ":" + facts.privateTmp().line());
    }
    json.writeEndObject();
  }

  private void writePath(String name, @Nullable BytePath path) throws IOException {
    if (path != null) {
      json.writeStringField(name, path.toString());
    }
  }

  private void writePids(List<HostProcess> processes) throws IOException {
    json.writeArrayFieldStart("pids");
    for (HostProcess process : processes) {
      json.writeNumber(process.pid());
    }
    json.writeEndArray();
  }

  private void writePlaces() throws IOException {
    json.writeArrayFieldStart("places");
    for (Belongings.PlaceView place : one.places()) {
      json.writeStartObject();
      json.writeStringField("path", place.path().toString());
      json.writeBooleanField("ofHost", place.isOfHost());
      writePath("here", place.here());
      if (!place.fileSystem().isEmpty()) {
        json.writeStringField("fileSystem", place.fileSystem());
      }
      writePids(place.processes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeVariables() throws IOException {
    json.writeArrayFieldStart("variables");
    for (Belongings.Variable variable : one.variables()) {
      json.writeStartObject();
      json.writeStringField("name", variable.name());
      json.writeStringField("value", variable.value().toString());
      writePids(variable.processes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeNamed() throws IOException {
    json.writeArrayFieldStart("named");
    for (Belongings.Named named : one.directories()) {
      json.writeStartObject();
      json.writeStringField("path", named.claim().path().toString());
      json.writeStringField("directive", named.claim().directive());
      if (named.claim().position() != null) {
        json.writeStringField(
            "origin", named.claim().position().file() + ":" + named.claim().position().line());
      }
      json.writeStringField("removedAt", JsonExplanation.id(named.claim().removedAt()));
      json.writeBooleanField("exists", named.forecast() != null);
      write(named.forecast());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeFiles() throws IOException {
    json.writeArrayFieldStart("files");
    for (Belongings.UsedFile file : one.files()) {
      json.writeStartObject();
      json.writeStringField("path", file.path().toString());
      writePath("here", file.here());
      json.writeBooleanField("deleted", file.deleted());
      json.writeBooleanField("proven", file.proven());
      json.writeArrayFieldStart("usedBy");
      for (Use use : file.uses()) {
        JsonExplanation.write(json, use.path().toString(), use);
      }
      json.writeEndArray();
      write(file.forecast());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void write(@Nullable Forecast forecast) throws IOException {
    if (forecast == null) {
      return;
    }
    json.writeObjectFieldStart("inode");
    JsonExplanation.write(json, forecast.stat());
    json.writeEndObject();
    json.writeObjectFieldStart("fate");
    write("clean", forecast.clean());
    write("boot", forecast.boot());
    json.writeArrayFieldStart("units");
    for (UnitClaim claim : forecast.claims()) {
      json.writeStartObject();
      JsonExplanation.write(json, claim);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("inMemory", forecast.inMemory());
    json.writeEndObject();
  }

  private void write(String run, Foreseen foreseen) throws IOException {
    json.writeArrayFieldStart(run);
    for (LineFate fate : foreseen.fates()) {
      json.writeStartObject();
      JsonExplanation.write(json, fate.fate());
      JsonExplanation.write(json, fate.line(), null);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Help;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.OptionGroup;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ValueDefinition;
import java.io.IOException;
import java.util.List;

/** A command line as JSON for programs, in the form that systemd-tmpfiles(8) uses for its own. */
final class Introspection {
  private static final String MEDIA_TYPE = "application/vnd.io.systemd.cli-introspection-0";

  private Introspection() {}

  static void print(CommandDefinition command, Output output) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(output.data())) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("mediaType", MEDIA_TYPE);
      json.writeArrayFieldStart("commands");
      command(json, command);
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** By the name under which a program finds this command line. */
  private static void command(JsonGenerator json, CommandDefinition command) throws IOException {
    json.writeStartObject();
    list(json, "names", command.otherNames());
    json.writeStringField("project", CommandDefinition.PROGRAM);
    json.writeStringField("version", Help.versionNumber());
    list(json, "features", List.of());
    list(json, "abstract", List.of(command.summary() + "."));
    json.writeArrayFieldStart("options");
    for (OptionGroup group : command.optionGroups()) {
      for (Option option : group.options()) {
        option(json, option, group);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void option(JsonGenerator json, Option option, OptionGroup group)
      throws IOException {
    json.writeStartObject();
    names(json, option);
    ValueDefinition value = option.value();
    json.writeStringField("argument", value == null ? "no_argument" : "required_argument");
    if (value != null) {
      json.writeStringField("metavar", value.name());
    }
    if (!option.isHidden()) {
      json.writeStringField("help", option.description());
    }
    list(json, "group", List.of(group.heading()));
    json.writeEndObject();
  }

  private static void names(JsonGenerator json, Option option) throws IOException {
    json.writeArrayFieldStart("names");
    if (option.hasLetter()) {
      json.writeString("-" + option.letter());
    }
    if (option.name() != null) {
      json.writeString("--" + option.name());
    }
    json.writeEndArray();
  }

  private static void list(JsonGenerator json, String name, List<String> items) throws IOException {
    json.writeArrayFieldStart(name);
    for (String item : items) {
      json.writeString(item);
    }
    json.writeEndArray();
  }
}

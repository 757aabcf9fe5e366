// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * The command line of {@code ephemera tmpfiles} for programs, in the form in which
 * systemd-tmpfiles(8) gives its own.
 */
final class Introspection {
  private static final String MEDIA_TYPE = "application/vnd.io.systemd.cli-introspection-0";

  private Introspection() {}

  static void print(Output output) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(output.data())) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("mediaType", MEDIA_TYPE);
      json.writeArrayFieldStart("commands");
      command(json);
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** By the name under which a program finds this command line. */
  private static void command(JsonGenerator json) throws IOException {
    json.writeStartObject();
    list(json, "names", "systemd-tmpfiles");
    json.writeStringField("project", "ephemera");
    json.writeStringField("version", Help.versionNumber());
    list(json, "features");
    list(json, "abstract", Help.ABSTRACT);
    json.writeArrayFieldStart("options");
    for (OptionSection section : OptionSection.values()) {
      for (TmpfilesOption option : TmpfilesOption.values()) {
        if (OptionSection.of(option) == section) {
          option(json, option, section);
        }
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void option(JsonGenerator json, TmpfilesOption option, OptionSection section)
      throws IOException {
    json.writeStartObject();
    names(json, option);
    String value = option.value();
    json.writeStringField("argument", value == null ? "no_argument" : "required_argument");
    if (value != null) {
      json.writeStringField("metavar", value);
    }
    if (!option.isHidden()) {
      json.writeStringField("help", option.description());
    }
    list(json, "group", section.heading());
    json.writeEndObject();
  }

  private static void names(JsonGenerator json, TmpfilesOption option) throws IOException {
    json.writeArrayFieldStart("names");
    if (option.letter() != 0) {
      json.writeString("-" + option.letter());
    }
    if (option.longName() != null) {
      json.writeString("--" + option.longName());
    }
    json.writeEndArray();
  }

  private static void list(JsonGenerator json, String name, String... items) throws IOException {
    json.writeArrayFieldStart(name);
    for (String item : items) {
      json.writeString(item);
    }
    json.writeEndArray();
  }
}

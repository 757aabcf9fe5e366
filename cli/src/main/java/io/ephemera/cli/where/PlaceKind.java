// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import io.ephemera.Need;
import io.ephemera.Place;
import io.ephemera.Places;
import io.ephemera.cli.command.ValueDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A kind of file that {@code ephemera where} knows the place of. */
enum PlaceKind {
  RUNTIME("runtime", "Sockets, locks and pid files"),
  SOCKET("socket", "A Unix socket"),
  LOCK("lock", "A lock file"),
  PID("pid", "A pid file"),
  CACHE("cache", "Data that can be recreated"),
  STATE("state", "Data that survives a restart, such as history and layout"),
  DATA("data", "Data worth a backup"),
  CONFIG("config", "Settings"),
  LOG("log", "Logs"),
  DOWNLOAD("download", "Downloads, complete or in progress"),
  TEMP("temp", "Temporary files"),
  NATIVE("native", "Libraries and programs that are unpacked to be loaded");

  /** The value of an option or argument that selects a kind. */
  static final ValueDefinition VALUE = ValueDefinition.choice("KIND", choices());

  private final String id;
  private final String meaning;

  PlaceKind(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  String id() {
    return id;
  }

  private static List<ValueDefinition.Choice> choices() {
    List<ValueDefinition.Choice> choices = new ArrayList<>();
    for (PlaceKind kind : values()) {
      choices.add(new ValueDefinition.Choice(kind.id, kind.meaning));
    }
    return choices;
  }

  /** The kind of this name, which is one of the words of {@link #VALUE}. */
  static PlaceKind named(String id) {
    for (PlaceKind kind : values()) {
      if (kind.id.equals(id)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(id);
  }

  /** Whether it is one file of an application in the runtime directory. */
  boolean isRuntimeFile() {
    return this == SOCKET || this == LOCK || this == PID;
  }

  /** Whether size and other needs can be asked for. */
  boolean isTemporary() {
    return this == TEMP || this == NATIVE;
  }

  Place of(Places places, Need need) throws IOException {
    return switch (this) {
      case RUNTIME, SOCKET, LOCK, PID -> places.runtime();
      case CACHE -> places.cache();
      case STATE -> places.state();
      case DATA -> places.data();
      case CONFIG -> places.configuration();
      case LOG -> places.logs();
      case DOWNLOAD -> places.downloads();
      case TEMP -> places.temporary(need);
      case NATIVE -> places.temporary(need.and(Need.executable()));
    };
  }
}

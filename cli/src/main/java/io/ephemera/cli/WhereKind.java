// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.Need;
import io.ephemera.Place;
import io.ephemera.Places;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code ephemera where} can be asked for. */
enum WhereKind {
  RUNTIME("sockets, locks and pid files"),
  SOCKET("a Unix socket"),
  LOCK("a lock file"),
  PID("a pid file"),
  CACHE("what can be made again"),
  STATE("what outlives a restart: history, layout"),
  DATA("what is worth a backup"),
  CONFIG("settings"),
  LOG("logs"),
  DOWNLOAD("downloads, complete or in progress"),
  TEMP("temporary files"),
  NATIVE("libraries and programs that are unpacked to be loaded");

  private final String meaning;

  WhereKind(String meaning) {
    this.meaning = meaning;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String meaning() {
    return meaning;
  }

  static List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (WhereKind kind : values()) {
      ids.add(kind.id());
    }
    return ids;
  }

  /** The kind of this name, or null. */
  static @Nullable WhereKind named(String id) {
    for (WhereKind kind : values()) {
      if (kind.id().equals(id)) {
        return kind;
      }
    }
    return null;
  }

  /** Whether it is a file of the application's in the runtime directory. */
  boolean isRuntimeFile() {
    return this == SOCKET || this == LOCK || this == PID;
  }

  /** Whether it may be asked for by size and other needs. */
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

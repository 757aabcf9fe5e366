// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.util.List;

/**
 * No place is private, stable and meets the need: every candidate was rejected. The message lists
 * the rejections and says what to do.
 */
public final class NoPlaceException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient List<Place.Rejection> rejections;
  private final String advice;

  NoPlaceException(String what, List<Place.Rejection> rejections, String whatToDo) {
    super(message(what, rejections, whatToDo));
    this.rejections = List.copyOf(rejections);
    this.advice = whatToDo;
  }

  private static String message(String what, List<Place.Rejection> rejections, String whatToDo) {
    StringBuilder text = new StringBuilder("no place for ").append(what).append(":");
    for (Place.Rejection rejection : rejections) {
      text.append("\n  ").append(rejection);
    }
    return text.append("\n").append(whatToDo).toString();
  }

  /** The rejected candidates, in the order in which they were examined. */
  public List<Place.Rejection> rejections() {
    return rejections;
  }

  /** What to do: a human-readable sentence. */
  public String advice() {
    return advice;
  }
}

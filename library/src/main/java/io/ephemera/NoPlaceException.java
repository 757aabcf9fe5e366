// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.util.List;

/**
 * There is no place that would be private, stable and fit: everything was looked at and rejected,
 * and a name that others could claim is never used instead. The message lists each rejection and
 * says what to do.
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

  /** What was looked at and not taken, in its order. */
  public List<Place.Rejection> rejections() {
    return rejections;
  }

  /** What to do about it: a sentence for people. */
  public String advice() {
    return advice;
  }
}

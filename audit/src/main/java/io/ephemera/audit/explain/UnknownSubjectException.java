// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import java.io.IOException;
import java.util.List;

/** There is no unit or process of that name or number. */
public final class UnknownSubjectException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient List<String> others;

  UnknownSubjectException(String message, List<String> others) {
    super(message);
    this.others = List.copyOf(others);
  }

  /** The units that there are. */
  public List<String> others() {
    return others;
  }
}

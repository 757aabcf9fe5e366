// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.List;

/**
 * A display without a screen. Its socket is in /tmp/.X11-unix, where clients look for it, and its
 * lock is in /tmp. Its abstract socket, which no /tmp hides, is switched off.
 *
 * @param exception whether the shared /tmp/.X11-unix stays visible to it, so that all may use it
 */
record Xvfb(boolean exception) implements Service {
  /** What its own xkbcomp makes in /tmp and removes, for find(1). */
  static final String FOR_A_MOMENT = "server-*.xkm";

  private static final String SOCKETS = "/tmp/.X11-unix";
  private static final String CLIENT = "DISPLAY=:8 xdpyinfo | grep '^name of display'";

  static Xvfb seenByAll() {
    return new Xvfb(true);
  }

  /** With a directory of sockets of its own. */
  static Xvfb alone() {
    return new Xvfb(false);
  }

  @Override
  public String name() {
    return "xvfb";
  }

  @Override
  public String user() {
    return "alice";
  }

  @Override
  public String prepare() {
    return exception ? "install -d -m 1777 " + SOCKETS : "";
  }

  @Override
  public List<String> options(Caller caller) {
    return exception ? List.of("--exception=" + SOCKETS) : List.of();
  }

  @Override
  public String byHand() {
    return """
    if [ $tmp != /tmp ]; then
      mkdir $tmp/.X11-unix
      mount --bind /tmp/.X11-unix $tmp/.X11-unix
    fi
    """;
  }

  @Override
  public String start() {
    return """
    echo xvfb >/tmp/written
    exec Xvfb :8 -nolisten tcp -nolisten local -fbdir $RUNTIME_DIRECTORY
    """;
  }

  @Override
  public String client() {
    return exception ? CLIENT : "nsenter --target=$2 --mount sh -euc \"" + CLIENT + '"';
  }

  @Override
  public String answer() {
    return "name of display:    :8\n";
  }

  /** The socket is not in a place of its own: cleaners age it there. */
  @Override
  public List<String> outlasting() {
    return exception ? List.of(SOCKETS + "/X8") : List.of();
  }

  @Override
  public String remove() {
    return """
    rm -r $1 /tmp/.X11-unix/X8
    rm -f /tmp/.X8-lock
    """;
  }
}

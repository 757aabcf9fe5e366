// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.List;

/** Prints. A tmpfiles.d file of its administrator makes the directory that its jobs go through. */
record Cupsd() implements Service {
  private static final String LINES = "/usr/local/share/cupsd.conf";

  @Override
  public String name() {
    return "cupsd";
  }

  @Override
  public String user() {
    return "lp";
  }

  @Override
  public String prepare() {
    return "echo 'd /tmp/cups 1770 lp lp' >" + LINES;
  }

  /**
   * In a user namespace /, which is root's, seems to belong to the user nobody: lines of tmpfiles.d
   * are not applied below a directory of the caller there.
   */
  @Override
  public List<String> options(Caller caller) {
    return switch (caller) {
      case ROOT -> List.of("--tmpfiles=" + LINES);
      case USER -> List.of("--before=mkdir -m 1770 /tmp/cups");
    };
  }

  @Override
  public String byHand() {
    return "install -d -m 1770 -o lp -g lp $tmp/cups\n";
  }

  @Override
  public String start() {
    return """
    d=$RUNTIME_DIRECTORY
    echo cupsd >/tmp/written
    : >/tmp/cups/job
    cat >$d/cupsd.conf <<END
    Listen $d/cups.sock
    Browsing No
    WebInterface No
    <Location />
      Order allow,deny
      Allow all
    </Location>
    END
    cat >$d/cups-files.conf <<END
    User lp
    Group lp
    SystemGroup root
    ServerRoot $d
    RequestRoot $d/requests
    CacheDir $d/cache
    StateDir $d/state
    TempDir /tmp/cups
    AccessLog $d/access.log
    ErrorLog stderr
    PageLog $d/page.log
    END
    exec cupsd -f -c $d/cupsd.conf -s $d/cups-files.conf
    """;
  }

  @Override
  public String client() {
    return "lpstat -h $1/cups.sock -r | grep 'is running'";
  }

  @Override
  public String answer() {
    return "scheduler is running\n";
  }

  @Override
  public String remove() {
    return "rm -rf $1 /tmp/cups";
  }
}

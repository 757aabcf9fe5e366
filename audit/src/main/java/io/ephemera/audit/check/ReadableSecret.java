// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HA403: any user can read a key or a password. Its content decides, and is never shown. */
final class ReadableSecret implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA403",
          "readable-secret",
          Severity.ERROR,
          "Any user can read a private key or a credential in a temporary place",
          200);

  private static final int OTHERS_READ = 4;
  private static final int SHORTEST = 16;
  private static final int LARGEST = 1 << 20;
  private static final int BEGINNING = 256;

  private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----");
  private static final Pattern PUTTY = Pattern.compile("\\APuTTY-User-Key-File-[0-9]+: ");
  private static final Pattern CLOUD =
      Pattern.compile("(?m)^\\s*aws_secret_access_key\\s*=\\s*[A-Za-z0-9/+]{30}");
  private static final Pattern KERBEROS = Pattern.compile("\\A\\x05[\\x03\\x04]");
  private static final String KEEPASS = "\u0003\u00d9\u00a2\u009a";

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) throws IOException {
    Stat stat = seen.stat();
    boolean candidate =
        stat.isRegular()
            && (stat.mode() & OTHERS_READ) != 0
            && stat.size() >= SHORTEST
            && stat.size() <= LARGEST;
    String kind = candidate && seen.in().reachable() ? kind(seen) : null;
    if (kind != null) {
      findings
          .of(RULE, seen.path())
          .seen(stat)
          .seen("its content begins as that of " + kind)
          .fix("chmod 600 " + Shown.word(seen.path()))
          .fix("# and replace it by a new one: any user may have read it")
          .add("any user can read " + kind);
    }
  }

  private static @Nullable String kind(Sighting seen) throws IOException {
    try (Inode held = seen.hold()) {
      return held == null ? null : kind(held.peek(BEGINNING));
    }
  }

  private static @Nullable String kind(Bytes beginning) {
    String text = beginning.latin1();
    if (PEM.matcher(text).find() || PUTTY.matcher(text).find()) {
      return "a private key";
    }
    if (KERBEROS.matcher(text).find()) {
      return "a Kerberos credential cache";
    }
    if (text.startsWith(KEEPASS)) {
      return "a password database";
    }
    return CLOUD.matcher(text).find() ? "a credential of a cloud" : null;
  }
}

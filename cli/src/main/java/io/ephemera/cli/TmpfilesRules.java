// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.Bytes;

/** Which options of {@code ephemera tmpfiles} go together. */
final class TmpfilesRules {
  private TmpfilesRules() {}

  static void check(Options options) throws UsageException {
    boolean shows = options.has(TmpfilesOption.CAT_CONFIG) || options.has(TmpfilesOption.TLDR);
    boolean acts =
        options.has(TmpfilesOption.CREATE)
            || options.has(TmpfilesOption.CLEAN)
            || options.has(TmpfilesOption.REMOVE)
            || options.has(TmpfilesOption.PURGE);
    boolean checks = options.has(TmpfilesOption.CHECK);
    require(
        shows || acts || checks, "say what to do: --create, --clean, --remove, --purge or --check");
    checkOfCheck(options, checks, shows || acts);
    boolean elsewhen = options.has(TmpfilesOption.AT) || options.has(TmpfilesOption.IN);
    require(
        !elsewhen || options.has(TmpfilesOption.DRY_RUN), "--at= and --in= go only with --dry-run");
    require(
        !(options.has(TmpfilesOption.AT) && options.has(TmpfilesOption.IN)),
        "--at= does not go with --in=");
    boolean limited =
        options.has(TmpfilesOption.TIME_LIMIT) || options.has(TmpfilesOption.LIMIT_RATE);
    require(
        !limited || acts,
        "--time-limit= and --limit-rate= go only with --create, --clean, --remove and --purge");
    boolean named = !options.arguments().isEmpty();
    require(
        !options.has(TmpfilesOption.PURGE) || named,
        "--purge needs the names of configuration files");
    boolean inline = options.has(TmpfilesOption.INLINE);
    require(!(inline && shows), "--inline does not go with --cat-config and --tldr");
    boolean root = !isEmpty(options.last(TmpfilesOption.ROOT));
    boolean image = !isEmpty(options.last(TmpfilesOption.IMAGE));
    require(
        !(options.has(TmpfilesOption.USER) && (root || image)),
        "--user does not go with --root= and --image=");
    require(!(root && image), "--root= does not go with --image=");
    checkReplace(options, shows, named);
  }

  private static void checkOfCheck(Options options, boolean checks, boolean other)
      throws UsageException {
    require(!(checks && other), "--check goes with no other thing to do");
    boolean sarif = options.has(TmpfilesOption.SARIF);
    require(!sarif || checks, "--sarif goes only with --check");
    require(!(sarif && options.has(TmpfilesOption.JSON)), "--sarif does not go with --json");
  }

  private static void checkReplace(Options options, boolean shows, boolean named)
      throws UsageException {
    Bytes replace = options.last(TmpfilesOption.REPLACE);
    if (replace == null) {
      return;
    }
    require(!shows, "--replace= does not go with --cat-config and --tldr");
    require(named, "--replace= needs the names of configuration files");
    String path = replace.latin1();
    require(path.startsWith("/"), "--replace= needs an absolute path");
    require(path.endsWith(".conf"), "--replace= needs the path of a .conf file");
  }

  private static boolean isEmpty(@org.jspecify.annotations.Nullable Bytes text) {
    return text == null || text.isEmpty();
  }

  private static void require(boolean right, String otherwise) throws UsageException {
    if (!right) {
      throw new UsageException(otherwise);
    }
  }
}

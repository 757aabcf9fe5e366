// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.findings.FindingsOptions;
import io.ephemera.fs.Bytes;

/** Which options of {@code ephemera tmpfiles} can be combined. */
final class TmpfilesUsage {
  private TmpfilesUsage() {}

  static void check(ParsedCommandLine line) throws UsageException {
    boolean prints = line.has(TmpfilesDefinition.CAT_CONFIG) || line.has(TmpfilesDefinition.TLDR);
    boolean changes =
        line.has(TmpfilesDefinition.CREATE)
            || line.has(TmpfilesDefinition.CLEAN)
            || line.has(TmpfilesDefinition.REMOVE)
            || line.has(TmpfilesDefinition.PURGE);
    boolean checks = line.has(TmpfilesDefinition.CHECK);
    require(
        prints || changes || checks,
        "no operation given: use --create, --clean, --remove, --purge or --check");
    require(!checks || !(prints || changes), "--check cannot be combined with other operations");
    checkSarif(line, checks);
    checkTimes(line, changes);
    boolean hasFiles = !line.arguments().isEmpty();
    require(
        !line.has(TmpfilesDefinition.PURGE) || hasFiles,
        "--purge requires the names of configuration files");
    require(
        !line.has(TmpfilesDefinition.INLINE) || !prints,
        "--inline cannot be combined with --cat-config or --tldr");
    checkRoot(line);
    checkReplace(line, prints, hasFiles);
  }

  private static void checkSarif(ParsedCommandLine line, boolean checks) throws UsageException {
    boolean sarif = line.has(TmpfilesDefinition.SARIF);
    require(!sarif || checks, "--sarif requires --check");
    require(
        !FindingsOptions.hasAny(line) || checks,
        "--baseline=, --update-baseline and --fail-on= require --check");
    require(!sarif || !line.has(TmpfilesDefinition.JSON), "--sarif cannot be combined with --json");
  }

  private static void checkTimes(ParsedCommandLine line, boolean changes) throws UsageException {
    boolean at = line.has(TmpfilesDefinition.AT);
    boolean in = line.has(TmpfilesDefinition.IN);
    require(
        !(at || in) || line.has(TmpfilesDefinition.DRY_RUN), "--at= and --in= require --dry-run");
    require(!(at && in), "--at= cannot be combined with --in=");
    boolean limited =
        line.has(TmpfilesDefinition.TIME_LIMIT) || line.has(TmpfilesDefinition.LIMIT_RATE);
    require(
        !limited || changes,
        "--time-limit= and --limit-rate= require --create, --clean, --remove or --purge");
  }

  private static void checkRoot(ParsedCommandLine line) throws UsageException {
    boolean root = hasText(line, TmpfilesDefinition.ROOT);
    boolean image = hasText(line, TmpfilesDefinition.IMAGE);
    require(
        !line.has(TmpfilesDefinition.USER) || !(root || image),
        "--user cannot be combined with --root= or --image=");
    require(!(root && image), "--root= cannot be combined with --image=");
  }

  private static void checkReplace(ParsedCommandLine line, boolean prints, boolean hasFiles)
      throws UsageException {
    Bytes replace = line.last(TmpfilesDefinition.REPLACE);
    if (replace == null) {
      return;
    }
    require(!prints, "--replace= cannot be combined with --cat-config or --tldr");
    require(hasFiles, "--replace= requires the names of configuration files");
    String path = replace.latin1();
    require(path.startsWith("/"), "--replace= requires an absolute path");
    require(path.endsWith(".conf"), "--replace= requires the path of a .conf file");
  }

  private static boolean hasText(ParsedCommandLine line, Option option) {
    Bytes value = line.last(option);
    return value != null && !value.isEmpty();
  }
}

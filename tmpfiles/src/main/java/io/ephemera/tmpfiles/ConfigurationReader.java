// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.process.Account;
import io.ephemera.tmpfiles.language.Accounts;
import io.ephemera.tmpfiles.language.ParseContext;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.language.Specifiers;
import io.ephemera.tmpfiles.language.Variables;
import io.ephemera.tmpfiles.source.ConfigurationDirectories;
import io.ephemera.tmpfiles.source.ConfigurationFiles;
import io.ephemera.tmpfiles.source.ConfigurationSources;
import io.ephemera.tmpfiles.source.CredentialDirectory;
import io.ephemera.tmpfiles.source.FileAccounts;
import io.ephemera.tmpfiles.source.NameServiceAccounts;
import io.ephemera.tmpfiles.source.RootCopySources;
import io.ephemera.tmpfiles.source.SystemSpecifiers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the configuration that a request names. */
final class ConfigurationReader {
  private final Request request;
  private final RunEnvironment environment;
  private final Accounts hostAccounts = new NameServiceAccounts();
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable Account account;
  private @Nullable ConfigurationDirectories directories;

  ConfigurationReader(Request request, RunEnvironment environment) {
    this.request = request;
    this.environment = environment;
  }

  /** The root directory of the request, for one thread, which closes it. */
  Root openRoot() throws IOException {
    BytePath directory = request.scope().root();
    return directory == null ? Root.host() : Root.at(directory);
  }

  /** The files in the configuration directories below a root directory. */
  ConfigurationFiles files(Root root) {
    return new ConfigurationFiles(root, directories());
  }

  private ConfigurationDirectories directories() {
    if (directories == null) {
      directories =
          request.sources().user()
              ? ConfigurationDirectories.ofUser(environment.variables(), account())
              : ConfigurationDirectories.ofSystem();
    }
    return directories;
  }

  /** The calling user, for whom the name service is asked once. */
  private Account account() {
    if (account == null) {
      account = Account.current();
    }
    return account;
  }

  /** The files and directories that should have been read so far, and could not be. */
  List<Problem> problems(ConfigurationFiles files) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(files.problems());
    return all;
  }

  /**
   * The sources of the request, in order.
   *
   * @throws IOException if a file that the user named cannot be read
   */
  List<SourceFile> sources(ConfigurationFiles files) throws IOException {
    ConfigurationSources all =
        new ConfigurationSources(files, directories().paths(), environment.standardInput());
    List<SourceFile> sources = new ArrayList<>(requested(all));
    SourceFile extra = extra();
    if (extra != null) {
      sources.add(extra);
    }
    return sources;
  }

  private @Nullable SourceFile extra() {
    CredentialDirectory credentials = new CredentialDirectory(environment.variables());
    try {
      return credentials.extra();
    } catch (IOException e) {
      problems.add(
          new Problem(
              credentials.positionOfExtra(),
              Problem.Level.ERROR,
              "cannot be read: " + e.getMessage()));
      return null;
    }
  }

  private List<SourceFile> requested(ConfigurationSources all) throws IOException {
    Request.Sources requested = request.sources();
    if (!requested.files().isEmpty()) {
      return requested.files();
    }
    if (requested.arguments().isEmpty() || requested.replace() != null) {
      problems.addAll(directories().problems());
    }
    if (requested.arguments().isEmpty()) {
      return all.all();
    }
    List<SourceFile> given =
        requested.inline()
            ? List.of(SourceFile.ofArguments(requested.arguments()))
            : all.named(requested.arguments());
    BytePath replaced = requested.replace();
    return replaced == null ? given : all.replacing(replaced, given);
  }

  /** The context of lines that are carried out below a root directory. */
  ParseContext context(Root root) {
    Variables variables = environment.variables();
    Specifiers specifiers =
        request.sources().user()
            ? SystemSpecifiers.ofUser(root, variables, account())
            : SystemSpecifiers.ofSystem(root, variables);
    Accounts accounts = root.isHost() ? hostAccounts : new FileAccounts(root);
    return new ParseContext(
        specifiers,
        accounts,
        new CredentialDirectory(variables),
        new RootCopySources(root),
        request.scope().prefixes(),
        request.has(Request.Flag.BOOT),
        request.has(Request.Flag.GRACEFUL));
  }
}

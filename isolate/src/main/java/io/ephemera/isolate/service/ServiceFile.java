// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.Descriptors;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.plan.StartDirectory;
import io.ephemera.process.Account;
import io.ephemera.process.Environ;
import io.ephemera.process.Users;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.Variables;
import io.ephemera.tmpfiles.source.SystemSpecifiers;
import io.ephemera.units.InvalidUnitNameException;
import io.ephemera.units.Unit;
import io.ephemera.units.UnitFiles;
import io.ephemera.units.UnitLoader;
import io.ephemera.units.UnitName;
import io.ephemera.units.UnitPath;
import io.ephemera.units.UnitSpecifiers;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Booleans;
import io.ephemera.units.syntax.Condition;
import io.ephemera.units.syntax.Conditions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A unit file of a service, systemd.service(5), as what {@code run} is asked to do.
 *
 * @param builder what the unit declares; options may add to it. Empty if a condition fails
 * @param command what it starts; null if it starts nothing
 * @param failedCondition why it is not started, as a sentence; null if all conditions hold
 * @param problems what was ignored, each with its position
 * @param ignored directives without effect here, each once, sorted by their first place
 */
public record ServiceFile(
    DeclarationBuilder builder,
    @Nullable Invocation command,
    @Nullable String failedCondition,
    List<Problem> problems,
    Set<String> ignored) {
  private static final int USUAL_MASK = 022;
  private static final int LONGEST_NAME = 64;
  private static final String SHELL = "/bin/sh";
  private static final String SERVICE = "service";
  private static final String DYNAMIC_USER = "DynamicUser";

  /** What is asked to be left out, whatever it is: every directive that would be refused. */
  public static final String SANDBOX = "sandbox";

  /** What is asked to be left out: every directive that is honoured by mounts. */
  public static final String MOUNTS = "mounts";

  /**
   * Reads a unit file with its drop-ins.
   *
   * @param unit the path of a file, absolute, or the name of a unit
   * @param without directives that are left out, {@link #SANDBOX} and {@link #MOUNTS}
   * @throws RunException if there is no such unit, another user could have written a part of it, or
   *     it asks for what cannot be done; the message names every such directive
   */
  public static ServiceFile read(Bytes unit, Set<String> without) throws IOException {
    UnitFiles files = new TrustedUnitFiles();
    Unit loaded = load(unit, files);
    try (Root root = Root.host()) {
      return new Reading(loaded, files, root, without).read();
    }
  }

  private static Unit load(Bytes unit, UnitFiles files) throws IOException {
    UnitLoader loader = new UnitLoader(files, unitPath());
    boolean isPath = unit.latin1().indexOf('/') >= 0;
    UnitName name = isPath ? null : UnitName.parse(unit.latin1());
    if (!isPath && name == null) {
      throw failure(unit + " is neither the name of a unit, such as web.service, nor a path");
    }
    Unit loaded = name == null ? load(loader, BytePath.of(unit)) : loader.load(name);
    String why =
        switch (loaded.state()) {
          case LOADED -> unfit(loaded.name());
          case MASKED -> " is masked: its file is empty or leads to /dev/null";
          case NOT_FOUND -> isPath ? ": there is no such file" : " is in none of " + unitPath();
        };
    if (why != null) {
      throw failure(unit + why);
    }
    return loaded;
  }

  private static Unit load(UnitLoader loader, BytePath file) throws IOException {
    try {
      return loader.load(file);
    } catch (InvalidUnitNameException e) {
      throw new RunException(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable String unfit(UnitName name) {
    if (!name.type().equals(SERVICE)) {
      return " is not a service";
    }
    return name.isTemplate()
        ? " is a template: name an instance of it, such as " + name.prefix() + "@1.service"
        : null;
  }

  private static List<BytePath> unitPath() throws IOException {
    if (Users.effectiveUid() == 0) {
      return UnitPath.SYSTEM;
    }
    Environ environ = Environ.ofProcessOrJava();
    Bytes runtime = environ.get("XDG_RUNTIME_DIR");
    return UnitPath.ofUser(
        ofUser(environ, "XDG_CONFIG_HOME", ".config"),
        runtime == null ? null : BytePath.of(runtime),
        ofUser(environ, "XDG_DATA_HOME", ".local/share"));
  }

  private static BytePath ofUser(Environ environ, String variable, String belowHome) {
    Bytes value = environ.get(variable);
    if (value != null && BytePath.of(value).isAbsolute()) {
      return BytePath.of(value);
    }
    Bytes home = environ.get("HOME");
    return BytePath.of(home == null ? Bytes.latin1("/") : home).append(BytePath.of(belowHome));
  }

  private static RunException failure(String message) {
    return new RunException(Failure.CONFIGURATION, message);
  }

  /** One reading. */
  private static final class Reading {
    private final Unit unit;
    private final Root root;
    private final Set<String> without;
    private final boolean ofSystem = Users.effectiveUid() == 0;
    private final Values values;
    private final ExecTopic exec;
    private final IdentityTopic identity;
    private final List<Topic> topics;
    private final Refusals refusals = new Refusals();
    private final List<String> ignoredKeys = new ArrayList<>();
    private @Nullable Assignment dynamicUser;

    Reading(Unit unit, UnitFiles files, Root root, Set<String> without) throws IOException {
      this.unit = unit;
      this.root = root;
      this.without = without;
      this.values = new Values(new UnitSpecifiers(unit.name(), context()));
      this.exec = new ExecTopic(values);
      this.identity = new IdentityTopic(values);
      StartDirectory start =
          ofSystem ? new StartDirectory.At(BytePath.ROOT, false) : new StartDirectory.Home(false);
      this.topics =
          List.of(
              exec,
              identity,
              new EnvironmentTopic(values, files),
              new DirectoryTopic(values),
              new FileSystemTopic(values),
              new ProcessTopic(
                  values, new StandardStreams(values), ofSystem ? USUAL_MASK : -1, start));
    }

    private UnitSpecifiers.Context context() throws IOException {
      Environ environ = Environ.ofProcessOrJava();
      Variables variables = ofSystem ? name -> null : environ::get;
      Account account = ofSystem ? Account.ROOT : Account.current();
      Users.User user = Users.withId(account.uid());
      return new UnitSpecifiers.Context(
          ofSystem
              ? SystemSpecifiers.ofSystem(root, variables)
              : SystemSpecifiers.ofUser(root, variables, account),
          unit.fragment(),
          ofSystem ? Bytes.latin1("/etc") : ofUser(environ, "XDG_CONFIG_HOME", ".config").bytes(),
          user == null || user.shell().isEmpty() ? Bytes.latin1(SHELL) : user.shell(),
          credentials(environ));
    }

    /** Where systemd would put credentials; here the directory does not exist. */
    private @Nullable Bytes credentials(Environ environ) {
      Bytes base = ofSystem ? Bytes.latin1("/run") : environ.get("XDG_RUNTIME_DIR");
      return base == null ? null : base.plus(Bytes.latin1("/credentials/" + unit.name().full()));
    }

    /** The name of what runs: that of the unit, without characters that a record cannot have. */
    private Bytes name() {
      String name = unit.name().withoutSuffix();
      StringBuilder valid = new StringBuilder();
      for (int i = 0; i < name.length() && i < LONGEST_NAME; i++) {
        boolean fits = name.charAt(i) != '\\' && name.charAt(i) != ':';
        valid.append(fits ? name.charAt(i) : '_');
      }
      boolean begins = Character.isLetterOrDigit(valid.charAt(0));
      return Bytes.latin1(begins ? valid.toString() : "x" + valid.substring(1));
    }

    ServiceFile read() throws IOException {
      values.addAll(unit.problems());
      List<Assignment> conditions = new ArrayList<>();
      for (Assignment assignment : unit.assignments()) {
        if (!isLeftOut(assignment.key())) {
          take(assignment, conditions);
        }
        noteDynamicUser(assignment);
      }
      Conditions read = Conditions.of(conditions, values.specifiers());
      values.addAll(read.problems());
      if (!without.contains(SANDBOX)) {
        refusals.throwIfAny();
      }
      refuseErrors();
      warnOfLostUser();
      String failed = failedCondition(read.conditions());
      DeclarationBuilder builder = new DeclarationBuilder();
      if (failed == null) { // a file that is missing may be what the condition is about
        for (Topic topic : topics) {
          topic.addTo(builder);
        }
      }
      builder.name(name()).descriptors(Descriptors.CLOSE);
      return new ServiceFile(
          builder,
          exec.command(),
          failed,
          List.copyOf(values.problems()),
          new LinkedHashSet<>(ignoredKeys));
    }

    private boolean isLeftOut(String key) {
      return without.contains(key) || (without.contains(MOUNTS) && Directives.needsMounts(key));
    }

    private void take(Assignment assignment, List<Assignment> conditions) {
      Directives.Handling handling = Directives.of(assignment.section(), assignment.key());
      if (handling == null) {
        boolean ours = assignment.key().startsWith("X-") || assignment.section().startsWith("X-");
        if (!ours) {
          values.warn(assignment, 0, "unknown name in the section [" + assignment.section() + "]");
        }
        return;
      }
      switch (handling) {
        case IGNORED -> ignoredKeys.add(assignment.key());
        case REFUSED -> refusals.take(assignment);
        case HONOURED -> {
          if (assignment.section().equals("Unit")) {
            conditions.add(assignment);
          } else {
            honour(assignment);
          }
        }
      }
    }

    private void noteDynamicUser(Assignment assignment) {
      if (assignment.key().equals(DYNAMIC_USER)) {
        Boolean value = Booleans.parse(assignment.value());
        dynamicUser = value == null ? dynamicUser : value ? assignment : null;
      }
    }

    /** Left out, it is no user at all: not what is meant by leaving out a part of the sandbox. */
    private void warnOfLostUser() {
      if (dynamicUser != null && !identity.hasUser()) {
        values.addAll(
            List.of(
                new Problem(
                    dynamicUser.position(),
                    Problem.Level.WARNING,
                    "DynamicUser=: left out, and the unit has no User=; without --user the command"
                        + " runs as the caller")));
      }
    }

    private void honour(Assignment assignment) {
      for (Topic topic : topics) {
        if (topic.take(assignment)) {
          return;
        }
      }
      throw new IllegalStateException(assignment.key() + " belongs to no topic");
    }

    /** What systemd refuses is refused; the commands of the unit are among it. */
    private void refuseErrors() throws RunException {
      List<String> errors = new ArrayList<>(exec.refusals());
      for (Problem problem : values.problems()) {
        if (problem.level() == Problem.Level.ERROR) {
          errors.add(problem.toString());
        }
      }
      if (!errors.isEmpty()) {
        throw failure(String.join("\n", errors));
      }
    }

    private @Nullable String failedCondition(List<Condition> all) throws IOException {
      ConditionCheck check = new ConditionCheck(root, values.specifiers());
      List<Condition> conditions = new ArrayList<>();
      List<Condition> assertions = new ArrayList<>();
      for (Condition condition : all) {
        (condition.isAssert() ? assertions : conditions).add(condition);
      }
      Condition failed = check.firstThatFails(conditions);
      if (failed != null) {
        return sentence(failed, "Condition");
      }
      Condition assertion = check.firstThatFails(assertions);
      if (assertion != null) {
        throw failure(sentence(assertion, "Assert"));
      }
      return null;
    }

    private static String sentence(Condition condition, String prefix) {
      return condition.position()
          + ": "
          + prefix
          + condition.kind()
          + "="
          + (condition.isTrigger() ? "|" : "")
          + (condition.isNegated() ? "!" : "")
          + condition.parameter()
          + " does not hold; not started";
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.Resource;
import io.ephemera.isolate.plan.ResourceLimit;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.OomScoreAdjust;
import io.ephemera.process.ProcessLimits;
import io.ephemera.process.ProcessLimits.Limit;
import io.ephemera.process.ThreadIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a command, which this process has while it starts the command or becomes it.
 *
 * <p>Limits: a hard limit that was lowered can be raised again with CAP_SYS_RESOURCE only. A
 * process without it that stays beside the command is limited likewise.
 */
public final class CommandLimits implements AutoCloseable {
  private final ProcessSettings settings;
  private final @Nullable OomScoreAdjust oomScoreAdjust;

  private CommandLimits(ProcessSettings settings, @Nullable OomScoreAdjust oomScoreAdjust) {
    this.settings = settings;
    this.oomScoreAdjust = oomScoreAdjust;
  }

  /** Opens what they need, which the command's view of the file system may not let it write to. */
  public static CommandLimits open(ProcessSettings settings) throws RunException {
    try {
      return new CommandLimits(
          settings, settings.oomScoreAdjust() == null ? null : OomScoreAdjust.open());
    } catch (SystemCallException e) {
      throw new RunException(Failure.NOT_PERMITTED, e.getMessage(), e);
    }
  }

  /** Remembers the limits of this process, to which it returns when that is closed. */
  public Saved save() throws RunException {
    try {
      List<ResourceLimit> before = new ArrayList<>();
      for (ResourceLimit limit : settings.limits()) {
        Limit now = ProcessLimits.limit(limit.resource());
        before.add(new ResourceLimit(limit.resource(), now.soft(), now.hard()));
      }
      return new Saved(before);
    } catch (SystemCallException e) {
      throw new RunException(Failure.NOT_PERMITTED, e.getMessage(), e);
    }
  }

  /** The limits of before. */
  public final class Saved implements AutoCloseable {
    private final List<ResourceLimit> before;

    private Saved(List<ResourceLimit> before) {
      this.before = before;
    }

    /** Returns to them, as far as this process may. */
    @Override
    public void close() {
      for (ResourceLimit limit : before) {
        tryTo(() -> set(limit));
      }
      OomScoreAdjust adjust = oomScoreAdjust;
      if (adjust != null) {
        tryTo(adjust::restore);
      }
    }
  }

  /**
   * Sets those of the command; its nice value for the calling thread, and what it starts. What this
   * process may not raise gets as near as the kernel allows, as with systemd: containers often run
   * without CAP_SYS_RESOURCE, and these are wishes, not protection.
   *
   * @param messages gets a sentence for each that differs from what was asked for
   */
  public void apply(Consumer<String> messages) throws RunException {
    for (ResourceLimit limit : settings.limits()) {
      Resource resource = Resource.ofNumber(limit.resource());
      String name = resource == null ? "limit " + limit.resource() : resource.directive();
      setOrNearest(name, () -> set(limit), () -> setNearest(limit), messages);
    }
    Integer nice = settings.nice();
    if (nice != null) {
      setOrNearest("Nice", () -> ProcessLimits.setNice(nice), CommandLimits::stays, messages);
    }
    Integer asked = settings.oomScoreAdjust();
    OomScoreAdjust adjust = oomScoreAdjust;
    if (asked != null && adjust != null) {
      setOrNearest("OOMScoreAdjust", () -> adjust.set(asked), CommandLimits::stays, messages);
    }
  }

  private static void setOrNearest(
      String name, Setting asked, Setting nearest, Consumer<String> messages) throws RunException {
    try {
      asked.set();
    } catch (SystemCallException e) {
      if (!e.is(Errno.EPERM, Errno.EACCES)) {
        throw refusal(name, e);
      }
      set(name, nearest);
      messages.accept(
          name
              + " is only as near to what was asked for as the kernel allows: it needs privileges"
              + " that this process does not have");
    }
  }

  /** A value that stays as it is. */
  private static void stays() {}

  /** Within the hard limit, which stays. */
  private static void setNearest(ResourceLimit limit) throws SystemCallException {
    long hard = ProcessLimits.limit(limit.resource()).hard();
    long soft = Long.compareUnsigned(limit.soft(), hard) < 0 ? limit.soft() : hard;
    ProcessLimits.setLimit(limit.resource(), new Limit(soft, hard));
  }

  /** Closes what was opened for them. */
  @Override
  public void close() {
    OomScoreAdjust adjust = oomScoreAdjust;
    if (adjust != null) {
      adjust.close();
    }
  }

  /** To be called last, when the calling thread has the rights of the command. */
  public void denyNewPrivileges() throws RunException {
    if (settings.noNewPrivileges()) {
      set("NoNewPrivileges", ThreadIdentity::denyNewPrivileges);
    }
  }

  private static void set(ResourceLimit limit) throws SystemCallException {
    ProcessLimits.setLimit(limit.resource(), new Limit(limit.soft(), limit.hard()));
  }

  /** One of them. */
  private interface Setting {
    void set() throws SystemCallException;
  }

  private static void set(String name, Setting setting) throws RunException {
    try {
      setting.set();
    } catch (SystemCallException e) {
      throw refusal(name, e);
    }
  }

  private static RunException refusal(String name, SystemCallException e) {
    return new RunException(
        Failure.NOT_PERMITTED,
        "cannot set " + name + ": " + e.errno().text() + "; the command was not started",
        e);
  }

  private static void tryTo(Setting setting) {
    try {
      setting.set();
    } catch (SystemCallException e) {
      // It keeps the command's.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.identity;

import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.TerminalInjection;
import io.ephemera.process.ThreadIdentity;
import java.util.function.Consumer;

/**
 * Lets the calling thread become another user. The order matters: the terminal is protected, the
 * keys of the session are left, and the groups are set while there are still the privileges to do
 * so, and the user comes last.
 */
public final class IdentityChange {
  private static final int ROOT = 0;

  /** What is left to do when the command is started. */
  public enum Terminal {
    /** Nothing: the terminal is protected, or there is none, or the user is the same. */
    SAFE,
    /** The command must get a session of its own: no filter could be installed. */
    NEEDS_SESSION
  }

  private IdentityChange() {}

  /**
   * Becomes this identity, and checks that nothing of the former one is left.
   *
   * @param messages gets a sentence about what the command will not find as usual
   * @throws RunException if the kernel refuses; the thread may then be neither, and must not start
   *     anything
   */
  public static Terminal apply(Identity identity, Consumer<String> messages) throws RunException {
    if (!(identity instanceof Identity.Changed changed)) {
      return Terminal.SAFE;
    }
    try {
      ThreadIdentity caller = ThreadIdentity.current();
      if (caller.is(changed.uid(), changed.gid(), changed.groups())) {
        return Terminal.SAFE;
      }
      boolean otherUser = !caller.isUser(changed.uid());
      Terminal terminal = otherUser ? protectTerminal(messages) : Terminal.SAFE;
      change(changed, otherUser);
      return terminal;
    } catch (SystemCallException e) {
      throw new RunException(
          Failure.NOT_PERMITTED,
          "cannot become user "
              + Integer.toUnsignedString(changed.uid())
              + ": "
              + e.getMessage()
              + "; the command was not started",
          e);
    }
  }

  /**
   * Gives up all capabilities of the calling thread: those that a user namespace gave it, for
   * example, to mount in it.
   */
  public static void dropCapabilities() throws RunException {
    try {
      ThreadIdentity.dropCapabilities();
      ThreadIdentity now = ThreadIdentity.current();
      if (!now.capabilities().areNone()) {
        throw new RunException(
            Failure.NOT_PERMITTED,
            "the kernel did not take the capabilities away: "
                + now
                + "; the command was not started");
      }
    } catch (SystemCallException e) {
      throw new RunException(
          Failure.NOT_PERMITTED, e.getMessage() + "; the command was not started", e);
    }
  }

  private static Terminal protectTerminal(Consumer<String> messages) throws SystemCallException {
    if (!TerminalInjection.isPossible() || TerminalInjection.deny()) {
      return Terminal.SAFE;
    }
    messages.accept(
        "the terminal cannot be protected by a filter (that needs CAP_SYS_ADMIN): the command gets"
            + " a session of its own, without job control");
    return Terminal.NEEDS_SESSION;
  }

  private static void change(Identity.Changed to, boolean otherUser)
      throws SystemCallException, RunException {
    if (otherUser) {
      ThreadIdentity.leaveSessionKeyring();
    }
    ThreadIdentity.setSupplementary(to.groups());
    ThreadIdentity.setGroup(to.gid());
    ThreadIdentity.setUser(to.uid());
    boolean losesCapabilities = otherUser && to.uid() != ROOT;
    if (losesCapabilities) {
      ThreadIdentity.dropCapabilities();
    }
    ThreadIdentity now = ThreadIdentity.current();
    if (!now.is(to.uid(), to.gid(), to.groups())
        || (losesCapabilities && !now.capabilities().areNone())) {
      throw new RunException(
          Failure.NOT_PERMITTED,
          "the kernel did not change the identity as asked: "
              + now
              + "; the command was not started");
    }
  }
}

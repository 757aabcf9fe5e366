// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.Users;
import io.ephemera.tmpfiles.language.Accounts;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of the running system. The name service, which may be slow, is asked for
 * each name once, whatever it answers. Thread-safe.
 */
public final class NameServiceAccounts implements Accounts {
  private final Answers users = new UserIds();
  private final Answers groups = new GroupIds();

  /** The accounts of the running system. */
  public NameServiceAccounts() {}

  @Override
  public OptionalInt user(String name) throws SystemCallException {
    return users.of(name);
  }

  @Override
  public OptionalInt group(String name) throws SystemCallException {
    return groups.of(name);
  }

  private static final class UserIds extends Answers {
    @Override
    OptionalInt ask(String name) throws SystemCallException {
      Users.User user = Users.named(Bytes.latin1(name));
      return user == null ? OptionalInt.empty() : OptionalInt.of(user.uid());
    }
  }

  private static final class GroupIds extends Answers {
    @Override
    OptionalInt ask(String name) throws SystemCallException {
      Users.Group group = Users.groupNamed(Bytes.latin1(name));
      return group == null ? OptionalInt.empty() : OptionalInt.of(group.gid());
    }
  }

  /** An ID, or empty if there is none, or the reason why that is unknown. */
  record Answer(OptionalInt id, @Nullable SystemCallException unknown) {}

  /** The IDs of names, each asked for once. Thread-safe. */
  abstract static class Answers implements Function<String, Answer> {
    private final ConcurrentHashMap<String, Answer> known = new ConcurrentHashMap<>();

    /** Asks the name service. */
    abstract OptionalInt ask(String name) throws SystemCallException;

    /**
     * The ID of a name. {@code root} is 0 without a question: most lines name no other user, and a
     * question loads the libraries of the name service.
     */
    final OptionalInt of(String name) throws SystemCallException {
      if (name.equals("root")) {
        return OptionalInt.of(0);
      }
      Answer answer = known.computeIfAbsent(name, this);
      if (answer.unknown() != null) {
        throw answer.unknown();
      }
      return answer.id();
    }

    @Override
    public final Answer apply(String name) {
      try {
        return new Answer(ask(name), null);
      } catch (SystemCallException e) {
        return new Answer(OptionalInt.empty(), e);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.List;
import java.util.Optional;

/**
 * A real daemon, as it is started in the foreground. In all scripts {@code $1} is its runtime
 * directory, unless they say otherwise.
 */
interface Service {
  static List<Service> all() {
    return List.of(
        new Nginx(), new Sshd(), new Redis(), new PostgreSql(), Xvfb.seenByAll(), new Cupsd());
  }

  /** The name of its runtime directory. */
  String name();

  /** Who starts it where no root is needed, and as whom it runs. */
  String user();

  /** Whether root starts it as root, and it changes its user by itself. */
  default boolean keepsRoot() {
    return false;
  }

  /** A shell script of root that prepares a {@link ServiceRoot} for it, once. */
  default String prepare() {
    return "";
  }

  /** What it needs of {@code run} that other services do not. */
  default List<String> options(Caller caller) {
    return List.of();
  }

  /**
   * What an administrator does for it who does not use {@code run}: a shell script of root, with
   * the directory that is to be /tmp in {@code $tmp}.
   */
  default String byHand() {
    return "";
  }

  /**
   * A shell script that becomes the daemon; its runtime directory is in RUNTIME_DIRECTORY, and it
   * leaves a file {@code /tmp/written}.
   */
  String start();

  /** A shell script of root that asks it, with its main process in {@code $2}. */
  String client();

  /** What the client prints if the daemon works, and sees its own /tmp. */
  String answer();

  /**
   * If its children outlive its main process: a shell script that stays connected if it can, and
   * repeats each line of its input after the daemon has answered.
   */
  default Optional<String> session() {
    return Optional.empty();
  }

  /** Paths outside of its places that it leaves when it is killed, until they are aged. */
  default List<String> outlasting() {
    return List.of();
  }

  /** A shell script of root that removes all that it leaves when it is killed without run. */
  default String remove() {
    return "rm -r $1";
  }
}

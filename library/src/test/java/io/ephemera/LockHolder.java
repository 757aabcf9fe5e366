// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Takes a lock, says so, and holds it until its input ends; or says who has it. Started by tests as
 * a process of its own.
 */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws Exception {
    Place place = Place.at(Path.of(arguments[0]), Purpose.RUNTIME, "test");
    try (RuntimeDirectory directory = RuntimeDirectory.open(place)) {
      switch (directory.tryLock(arguments[1])) {
        case InstanceLock.Held(InstanceLock lock) -> {
          try (lock) {
            say("held");
            System.in.read();
          }
        }
        case InstanceLock.Busy(InstanceLock.Owner who) -> say("busy: " + who);
      }
    }
  }

  private static void say(String words) {
    byte[] line = (words + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(line, 0, line.length);
    System.out.flush();
  }
}

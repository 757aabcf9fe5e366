// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Objects that users log say what they are. */
@SuppressWarnings("try") // closing early is what is tested
class PrintedObjectsTest extends SocketTestCase {
  @Test
  void objectsNameTheirPath() throws IOException {
    assertThat(Places.of("shop")).hasToString("places of shop");
    try (InstanceLock lock =
        ((InstanceLock.Held) InstanceLock.tryAcquire(run, "shop.lock")).lock()) {
      assertThat(lock).hasToString("lock " + path("shop.lock"));
      lock.close();
      assertThat(lock).hasToString("released lock " + path("shop.lock"));
    }
    try (RuntimeSocket socket = RuntimeSocket.listen(run, "s")) {
      assertThat(socket).hasToString("socket " + path("s"));
    }
  }
}

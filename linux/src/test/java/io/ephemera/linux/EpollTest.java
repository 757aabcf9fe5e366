// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EpollTest extends LinuxTestCase {
  private static final int ONCE = Constants.POLLIN | Constants.EPOLLONESHOT;
  private static final long NUMBER = 0x1234_5678_9abc_def0L;

  private final int[] events = new int[4];
  private final long[] numbers = new long[4];

  private Fd listening() {
    int type = Constants.SOCK_STREAM | Constants.SOCK_NONBLOCK;
    Fd socket = new Fd(ok(Sockets.socket(Constants.AF_UNIX, type, 0)));
    ok(Sockets.bind(socket, bytes(path("s").toString())));
    ok(Sockets.listen(socket, 5));
    return socket;
  }

  @Test
  void eachRegistrationReportsOneEventWithItsNumber() {
    try (Fd epoll = new Fd(ok(Epoll.create()));
        Fd listening = listening();
        Fd client = new Fd(ok(Sockets.socket(Constants.AF_UNIX, Constants.SOCK_STREAM, 0)))) {
      ok(Epoll.control(epoll, Constants.EPOLL_CTL_ADD, listening, ONCE, NUMBER));
      assertThat(Epoll.await(epoll, events, numbers, 0)).isZero();
      ok(Sockets.connect(client, bytes(path("s").toString())));
      assertThat(Epoll.await(epoll, events, numbers, -1)).isEqualTo(1);
      assertThat(events[0]).isEqualTo(Constants.POLLIN);
      assertThat(numbers[0]).isEqualTo(NUMBER);
      assertThat(Epoll.await(epoll, events, numbers, 0)).isZero();
      ok(Epoll.control(epoll, Constants.EPOLL_CTL_MOD, listening, ONCE, -1));
      assertThat(Epoll.await(epoll, events, numbers, 0)).isEqualTo(1);
      assertThat(numbers[0]).isEqualTo(-1);
      ok(Epoll.control(epoll, Constants.EPOLL_CTL_MOD, listening, ONCE, 1));
      ok(Epoll.control(epoll, Constants.EPOLL_CTL_DEL, listening, 0, 0));
      assertThat(Epoll.await(epoll, events, numbers, 0)).isZero();
    }
  }

  @Test
  void aNumberLeadsToAnotherFileAfterDuplicating() {
    try (Fd listening = listening();
        Fd other = new Fd(ok(Sockets.socket(Constants.AF_UNIX, Constants.SOCK_STREAM, 0)))) {
      assertThat(Io.duplicate(listening, other.number())).isEqualTo(other.number());
      assertThat(Sockets.option(other, Constants.SO_ACCEPTCONN)).isEqualTo(1);
      assertThat(Sockets.receive(other, ByteBuffer.allocate(1), 0)).isNegative();
    }
  }
}

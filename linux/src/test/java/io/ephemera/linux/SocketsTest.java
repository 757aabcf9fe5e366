// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SocketsTest extends LinuxTestCase {
  private static final int ENOTSOCK = 88;
  private static final int EPIPE = 32;
  private static final int ECONNREFUSED = 111;
  private static final int SECOND = 1_000_000_000;

  private static Fd stream(int more) {
    return new Fd(ok(Sockets.socket(Constants.AF_UNIX, Constants.SOCK_STREAM | more, 0)));
  }

  private byte[] address(String name) {
    return bytes(path(name).toString());
  }

  private Fd listening(String name) {
    Fd socket = stream(Constants.SOCK_NONBLOCK);
    assertThat(Sockets.bind(socket, address(name))).isZero();
    assertThat(Sockets.listen(socket, 1)).isZero();
    return socket;
  }

  @Test
  void bytesAreTransferredUntilOneSideIsShutDown() {
    try (Fd listening = listening("s");
        Fd client = stream(0)) {
      assertThat(Sockets.accept(listening)).isEqualTo(-EAGAIN);
      assertThat(Sockets.connect(client, address("s"))).isZero();
      try (Fd server = new Fd(ok(Sockets.accept(listening)))) {
        ByteBuffer sent = ByteBuffer.wrap(bytes("..hello..")).position(2).limit(7);
        assertThat(Sockets.send(client, sent, 0)).isEqualTo(5);
        assertThat(sent.remaining()).isZero();
        ByteBuffer read = ByteBuffer.allocate(10).position(1);
        assertThat(Sockets.receive(server, read, 0)).isEqualTo(5);
        assertThat(read.position()).isEqualTo(6);
        assertThat(new String(read.array(), 1, 5, US_ASCII)).isEqualTo("hello");
        assertThat(Sockets.receive(server, read, Constants.MSG_DONTWAIT)).isEqualTo(-EAGAIN);
        assertThat(Sockets.shutdown(client, Constants.SHUT_WR)).isZero();
        assertThat(Sockets.receive(server, read, 0)).isZero();
        assertThat(Sockets.send(client, ByteBuffer.allocate(1), 0)).isEqualTo(-EPIPE);
      }
    }
  }

  @Test
  void thePeerIsThisProcess() {
    try (Fd listening = listening("s");
        Fd client = stream(0)) {
      assertThat(Sockets.connect(client, address("s"))).isZero();
      assertThat(Sockets.poll(listening, Constants.POLLIN, listening, 0)).isPositive();
      int[] ids = new int[3];
      assertThat(Sockets.peer(client, ids)).isZero();
      assertThat(ids)
          .containsExactly(
              (int) ProcessHandle.current().pid(), Credentials.geteuid(), Credentials.getegid());
    }
  }

  @Test
  void optionsAreRead() {
    try (Fd listening = listening("s");
        Fd other = stream(0)) {
      assertThat(Sockets.option(other, Constants.SO_DOMAIN)).isEqualTo(Constants.AF_UNIX);
      assertThat(Sockets.option(other, Constants.SO_TYPE)).isEqualTo(Constants.SOCK_STREAM);
      assertThat(Sockets.option(other, Constants.SO_ERROR)).isZero();
      assertThat(Sockets.option(other, Constants.SO_ACCEPTCONN)).isZero();
      assertThat(Sockets.option(listening, Constants.SO_ACCEPTCONN)).isEqualTo(1);
      assertThat(Sockets.setOption(other, Constants.SO_RCVBUF, 5000)).isZero();
      assertThat(Sockets.option(other, Constants.SO_RCVBUF)).isEqualTo(10_000);
      assertThat(Sockets.option(dir, Constants.SO_TYPE)).isEqualTo(-ENOTSOCK);
    }
  }

  @Test
  void descriptorsAreNotInherited() {
    int F_GETFD = 1;
    try (Fd listening = listening("s");
        Fd client = stream(0)) {
      assertThat(Sockets.connect(client, address("s"))).isZero();
      try (Fd server = new Fd(ok(Sockets.accept(listening)))) {
        for (Fd each : new Fd[] {listening, client, server}) {
          assertThat(Io.fcntl(each, F_GETFD, 0)).isEqualTo(Constants.FD_CLOEXEC);
        }
        assertThat(Io.fcntl(client, Constants.F_SETFD, 0)).isZero();
        assertThat(Io.fcntl(client, F_GETFD, 0)).isZero();
      }
      assertThat(Io.fcntl(listening, Constants.F_GETFL, 0) & Constants.O_NONBLOCK).isNotZero();
    }
  }

  @Test
  void theLongestPathIs107Bytes() {
    String below = path("").toString() + "/";
    String name = "n".repeat(107 - below.length());
    try (Fd fits = stream(0);
        Fd other = stream(0)) {
      assertThat(Sockets.bind(other, address(name + "n"))).isEqualTo(-ENAMETOOLONG);
      assertThat(Sockets.connect(other, address(name + "n"))).isEqualTo(-ENAMETOOLONG);
      assertThat(Sockets.bind(fits, address(name))).isZero();
      assertThat(Files.exists(path(name))).isTrue();
      byte[] bound = new byte[200];
      int length = ok(Sockets.name(fits, bound));
      assertThat(new String(bound, 2, length - 2, US_ASCII)).startsWith(below + name);
      assertThat(Sockets.connect(other, address(name))).isEqualTo(-ECONNREFUSED);
    }
  }

  @Test
  void waitingEndsWithInputTimeoutOrAlarm() {
    try (Fd listening = listening("s");
        Fd alarm = new Fd(ok(Sockets.socket(Constants.AF_UNIX, Constants.SOCK_DGRAM, 0)));
        Fd client = stream(0)) {
      assertThat(Sockets.poll(listening, Constants.POLLIN, alarm, 0)).isZero();
      assertThat(Sockets.poll(listening, Constants.POLLIN, listening, 1)).isZero();
      assertThat(Sockets.connect(client, address("s"))).isZero();
      assertThat(Sockets.poll(listening, Constants.POLLIN, alarm, -1)).isPositive();
      Fd server = new Fd(ok(Sockets.accept(listening)));
      assertThat(Sockets.poll(server, Constants.POLLOUT, server, -1)).isPositive();
      server.close();
      assertThat(Sockets.shutdown(alarm, Constants.SHUT_RDWR)).isZero();
      assertThat(Sockets.poll(listening, Constants.POLLIN, alarm, -1)).isPositive();
    }
  }

  @Test
  void connectingIsLimitedInTimeIfNobodyAccepts() {
    try (Fd listening = listening("s")) {
      assertThat(Sockets.listen(listening, 0)).isZero();
      try (Fd first = stream(0);
          Fd second = stream(0)) {
        assertThat(Sockets.setSendTimeout(second, 1)).isZero();
        assertThat(Sockets.connect(first, address("s"))).isZero();
        assertThat(Sockets.connect(second, address("s"))).isEqualTo(-EAGAIN);
      }
    }
  }

  @Test
  void theKernelReportsTheInodeOfABoundSocket() throws Exception {
    try (Fd listening = listening("s");
        Fd client = stream(0);
        Fd netlink = netlink()) {
      assertThat(Sockets.connect(client, address("s"))).isZero();
      Files.move(path("s"), path("moved"));
      int inode = ((Number) Files.getAttribute(path("moved"), "unix:ino")).intValue();
      Statx own = new Statx();
      ok(At.statx(listening, ITSELF, Constants.AT_EMPTY_PATH, 0x7ff, own));
      SocketDiagnosis one = new SocketDiagnosis();
      assertThat(SocketDiagnosis.askOne(netlink, own.ino())).isPositive();
      assertThat(one.next(netlink)).isEqualTo(SocketDiagnosis.SOCKET);
      assertThat((int) one.place()).isEqualTo(inode);
      assertThat(one.inode()).isEqualTo(own.ino());
      assertThat(one.listens()).isTrue();
      ok(At.statx(client, ITSELF, Constants.AT_EMPTY_PATH, 0x7ff, own));
      assertThat(SocketDiagnosis.askOne(netlink, own.ino())).isPositive();
      assertThat(one.next(netlink)).isEqualTo(SocketDiagnosis.SOCKET);
      assertThat(one.place()).isZero();
      assertThat(one.inode()).isEqualTo(own.ino());
      assertThat(one.listens()).isFalse();
      assertThat(SocketDiagnosis.askOne(netlink, 0)).isPositive();
      assertThat(one.next(netlink)).isEqualTo(-EINVAL);
      assertThat(SocketDiagnosis.askAll(netlink, SocketDiagnosis.LISTENING_OR_BOUND)).isPositive();
      int found = 0;
      SocketDiagnosis all = new SocketDiagnosis();
      while (ok(all.next(netlink)) == SocketDiagnosis.SOCKET) {
        found += (int) all.place() == inode ? 1 : 0;
      }
      assertThat(found).isEqualTo(1);
    }
  }

  private static Fd netlink() {
    int protocol = Constants.NETLINK_SOCK_DIAG;
    return new Fd(ok(Sockets.socket(Constants.AF_NETLINK, Constants.SOCK_DGRAM, protocol)));
  }

  @Test
  void waitingCallsReturnWhenTheSocketIsShutDown() throws Exception {
    try (Fd listening = listening("s")) {
      Thread waiting =
          Thread.ofPlatform()
              .start(() -> ok(Sockets.poll(listening, Constants.POLLIN, listening, -1)));
      while (waiting.getState() != Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
      assertThat(Sockets.shutdown(listening, Constants.SHUT_RDWR)).isZero();
      waiting.join();
      assertThat(Sockets.poll(listening, Constants.POLLIN, listening, SECOND)).isPositive();
    }
  }
}

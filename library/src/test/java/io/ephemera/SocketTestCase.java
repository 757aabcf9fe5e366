// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.UnixSocket;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a runtime directory of its own, {@code run} of its folder. */
abstract class SocketTestCase {
  static final int SELF = (int) ProcessHandle.current().pid();

  final TestFolder folder = TestFolder.create();

  @SuppressWarnings("NullAway.Init")
  RuntimeDirectory run;

  @BeforeEach
  void openDirectory() throws IOException {
    run = directory("run");
  }

  @AfterEach
  void removeFolder() throws IOException {
    run.close();
    folder.close();
  }

  final RuntimeDirectory directory(String name) throws IOException {
    return RuntimeDirectory.open(
        Place.at(folder.path().resolve(name), Purpose.RUNTIME, "ephemera"));
  }

  final Path path(String name) {
    return folder.path().resolve("run").resolve(name);
  }

  static BytePath bytePath(Path path) {
    return BytePath.of(Bytes.latin1(path.toString()));
  }

  static int mode(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (Integer) mode & 07777;
  }

  /** A socket that is bound by a process that takes no lock. */
  static UnixSocket bound(Path path) throws IOException {
    UnixSocket socket = UnixSocket.streamWithoutWaiting();
    socket.bind(bytePath(path));
    return socket;
  }

  /** One that listens, too. */
  static UnixSocket listening(Path path) throws IOException {
    UnixSocket socket = bound(path);
    socket.listen(1);
    return socket;
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What comes next, at least one byte. */
  static String read(Connection connection) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(1000);
    int length = connection.read(read);
    return length < 0 ? "end" : new String(read.array(), 0, length, StandardCharsets.UTF_8);
  }

  /** The command line of a program of these tests. */
  static List<String> java(String main, String... arguments) {
    String rooms = Path.of(System.getProperty("basedir")).getParent() + "/";
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=io.ephemera.linux");
    command.add("-p");
    command.add(
        rooms
            + "linux/target/classes:"
            + rooms
            + "fs/target/classes:"
            + rooms
            + "process/target/classes:"
            + rooms
            + "library/target/classes");
    command.add("--patch-module");
    command.add("io.ephemera=" + rooms + "library/target/test-classes");
    command.add("-m");
    command.add("io.ephemera/io.ephemera." + main);
    command.addAll(List.of(arguments));
    return command;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Sends bytes to a server that returns them, and connects to a server that closes the connection,
 * by the library and by the JDK, in platform and in virtual threads.
 */
@State(Scope.Benchmark)
public class SocketTraffic {
  private static final int ROUNDS = 100;
  private static final int SMALL = 64;
  private static final int LARGE = 64 * 1024;

  private Sockets server;
  private ByteChannel client;
  private ByteBuffer buffer;

  /** Starts the server that the name of the benchmark says. */
  @Setup
  public void start(BenchmarkParams benchmark) throws IOException {
    String name = benchmark.getBenchmark();
    name = name.substring(name.lastIndexOf('.') + 1);
    Path directory = Path.of(System.getProperty("bench.directory")).resolve("run");
    server = name.startsWith("jdk") ? Sockets.jdk(directory) : Sockets.ours(directory);
    boolean virtual = name.endsWith("Virtual");
    if (name.contains("onnect")) {
      Sockets.serve(server, virtual, connection -> {});
    } else {
      int size = name.contains("64K") ? LARGE : SMALL;
      Sockets.serve(server, virtual, connection -> Sockets.echo(connection, size));
      client = server.connect();
      buffer = ByteBuffer.allocateDirect(size);
    }
  }

  /** Stops it. */
  @TearDown
  public void stop() throws IOException {
    if (client != null) {
      client.close();
    }
    server.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void inVirtualThread(Work work) throws InterruptedException {
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int i = 0; i < ROUNDS; i++) {
              work.run();
            }
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        })
        .join();
  }

  private void echo() throws IOException {
    Sockets.roundTrip(client, buffer);
  }

  /** A connection, until the server has closed it. */
  private void connectAndClose() throws IOException {
    try (ByteChannel connection = server.connect()) {
      connection.read(ByteBuffer.allocate(1));
    }
  }

  @Benchmark
  public void echo64() throws IOException {
    echo();
  }

  @Benchmark
  public void jdkEcho64() throws IOException {
    echo();
  }

  @Benchmark
  public void echo64K() throws IOException {
    echo();
  }

  @Benchmark
  public void jdkEcho64K() throws IOException {
    echo();
  }

  @Benchmark
  public void connect() throws IOException {
    connectAndClose();
  }

  @Benchmark
  public void jdkConnect() throws IOException {
    connectAndClose();
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void echo64Virtual() throws InterruptedException {
    inVirtualThread(this::echo);
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void jdkEcho64Virtual() throws InterruptedException {
    inVirtualThread(this::echo);
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void echo64KVirtual() throws InterruptedException {
    inVirtualThread(this::echo);
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void jdkEcho64KVirtual() throws InterruptedException {
    inVirtualThread(this::echo);
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void connectVirtual() throws InterruptedException {
    inVirtualThread(this::connectAndClose);
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void jdkConnectVirtual() throws InterruptedException {
    inVirtualThread(this::connectAndClose);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls every method that works with files, and says what each throws. */
final class ExportedExceptionsProbe {
  private final Place place;
  private final Path target;
  private final Map<String, Call> calls = new LinkedHashMap<>();

  // What an earlier call created; later calls on what could not be created are left out.
  private @Nullable TemporaryFile file;
  private @Nullable TemporaryFile unnamed;
  private @Nullable TemporaryDirectory directory;
  private @Nullable PendingFile pending;
  private @Nullable RuntimeDirectory runtime;
  private @Nullable InstanceLock lock;

  private interface Call {
    void run() throws Exception;
  }

  ExportedExceptionsProbe(Path top) {
    place = Place.at(top, Purpose.TEMPORARY, "shop");
    target = top.resolve("target");
    addTemporary();
    addPending();
    addRuntime(Place.at(top.resolve("run"), Purpose.RUNTIME, "shop"));
  }

  private void addTemporary() {
    calls.put("TemporaryFile.unnamed", () -> unnamed = TemporaryFile.unnamed(place));
    calls.put("TemporaryFile.named", () -> file = TemporaryFile.named(place));
    calls.put("TemporaryFile.channel", () -> write(made(unnamed).channel()));
    calls.put("TemporaryFile.outputStream", () -> write(made(file).outputStream()));
    calls.put("TemporaryFile.inputStream", () -> read(made(file).inputStream()));
    calls.put("FileChannel.size", () -> made(file).channel().size());
    calls.put("FileChannel.truncate", () -> made(file).channel().truncate(0));
    calls.put("FileChannel.force", () -> made(file).channel().force(true));
    calls.put("TemporaryFile.size", () -> made(unnamed).size());
    calls.put("TemporaryFile.keep", () -> made(file).keep());
    calls.put("TemporaryFile.close", () -> made(file).close());
    calls.put("TemporaryDirectory.create", () -> directory = TemporaryDirectory.create(place));
    calls.put(
        "TemporaryDirectory.close",
        () -> {
          TemporaryDirectory within = made(directory);
          TemporaryFile.publishAs(within.path().resolve("f")).publish();
          within.close();
        });
    calls.put("Sweeper.sweep", () -> report(Sweeper.sweep(place)));
    calls.put("Sweeper.sweepPart", () -> report(Sweeper.sweepPart(place)));
    calls.put("Sweeper.dryRun", () -> report(Sweeper.dryRun(place.path(), "shop")));
  }

  private void addPending() {
    calls.put("TemporaryFile.publishAs", () -> pending = TemporaryFile.publishAs(target));
    calls.put("PendingFile.channel", () -> write(made(pending).channel()));
    calls.put("PendingFile.outputStream", () -> write(made(pending).outputStream()));
    calls.put("PendingFile.inputStream", () -> read(made(pending).inputStream()));
    calls.put("PendingFile.publish", () -> made(pending).publish());
    calls.put("TemporaryFile.replacing", () -> TemporaryFile.replacing(target).publish());
    calls.put("PendingFile.close", () -> TemporaryFile.replacing(target).close());
  }

  private void addRuntime(Place run) {
    calls.put("RuntimeDirectory.open", () -> runtime = RuntimeDirectory.open(run));
    calls.put("RuntimeDirectory.createFile", () -> write(made(runtime).createFile("f")));
    calls.put("RuntimeDirectory.writeFile", () -> made(runtime).writeFile("g", new byte[1]));
    calls.put(
        "InstanceLock.tryAcquire",
        () -> {
          if (InstanceLock.tryAcquire(made(runtime), "l", Duration.ZERO)
              instanceof InstanceLock.Held held) {
            lock = held.lock();
          }
        });
    calls.put("PidFile.write", () -> PidFile.write(made(runtime), "pid", made(lock)).close());
    calls.put("PidFile.read", () -> PidFile.read(run.path().resolve("pid")));
    calls.put("RuntimeDirectory.close", () -> made(runtime).removeOnClose().close());
  }

  private static <T> T made(@Nullable T object) {
    return Objects.requireNonNull(object);
  }

  private static void write(java.nio.channels.FileChannel channel) throws IOException {
    int ignored = channel.write(ByteBuffer.allocate(10));
  }

  private static void write(OutputStream stream) throws IOException {
    stream.write(new byte[10]);
  }

  private static void read(InputStream stream) throws IOException {
    int ignored = stream.read() + stream.available();
  }

  private static void report(Sweeper.Result sweep) throws IOException {
    for (Sweeper.Failed failed : sweep.failed()) {
      throw failed.reason();
    }
  }

  Iterable<String> names() {
    return calls.keySet();
  }

  public static void main(String[] arguments) {
    new ExportedExceptionsProbe(Path.of(arguments[0]))
        .calls.forEach((name, call) -> {
          try {
            call.run();
          } catch (NullPointerException e) {
            // Nothing was created to call it on.
          } catch (Throwable e) {
            System.out.println(name + " " + e.getClass().getName());
          }
        });
    System.out.println("end");
  }
}

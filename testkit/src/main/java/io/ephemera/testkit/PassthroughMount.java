// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system that passes requests on to a directory but lacks what some network file systems
 * lack: a program of FUSE, fuse(4), which is compiled when a test needs it. The program unmounts it
 * when this process ends, however it ends.
 *
 * <p>The mount is visible to the whole machine, below a {@link TestFolder}. Needs root; see {@link
 * #missing}.
 */
public final class PassthroughMount implements AutoCloseable {
  /** Lustre without {@code -o flock}, lfs(1). */
  public static final List<String> LUSTRE = List.of("flock=ENOSYS");

  /** CIFS without Unix extensions, mount.cifs(8): everything has one owner and mode 0777. */
  public static final List<String> CIFS = List.of("chmod=EPERM", "link=EOPNOTSUPP", "mknod=EPERM");

  /** NFS, whose locks need files that are open for writing, flock(2). */
  public static final List<String> NFS = List.of("flock=nfs", "rename=EINVAL");

  private static @Nullable Path program;
  private static @Nullable String missing;

  private final Process server;
  private final Path path;

  private PassthroughMount(Process server, Path path) {
    this.server = server;
    this.path = path;
  }

  /** Why there can be no such file system here, or null. */
  public static synchronized @Nullable String missing() {
    if (program == null && missing == null) {
      missing = prepare();
    }
    return missing;
  }

  private static @Nullable String prepare() {
    if (!TestUser.mayMount() || !TestUser.isRoot()) {
      return "needs root and CAP_SYS_ADMIN";
    }
    if (!Files.exists(Path.of("/dev/fuse"))) {
      return "needs FUSE";
    }
    try {
      Path directory = Files.createTempDirectory("ephemera-passthrough-");
      Path source = directory.resolve("passthrough.c");
      Path compiled = directory.resolve("passthrough");
      try (InputStream text = PassthroughMount.class.getResourceAsStream("passthrough.c")) {
        Files.write(source, text == null ? new byte[0] : text.readAllBytes());
      }
      String command =
          "command -v cc pkg-config && flags=$(pkg-config --cflags --libs fuse3)"
              + " && cc -O1 -w -pthread -o \"$2\" \"$1\" $flags";
      Process compiler =
          new ProcessBuilder("sh", "-c", command, "sh", "" + source, "" + compiled)
              .redirectErrorStream(true)
              .start();
      String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (compiler.waitFor() != 0) {
        return "needs cc, pkg-config and libfuse3-dev: " + said;
      }
      directory.toFile().deleteOnExit(); // files are deleted in reverse order
      source.toFile().deleteOnExit();
      compiled.toFile().deleteOnExit();
      program = compiled;
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Mounts one on a new directory {@code mount} of a folder, for a new directory {@code backing}
   * there, which root owns.
   *
   * @param switches what it lacks, as {@code passthrough.c} lists it: {@code "flock=ENOSYS"}
   * @throws IllegalStateException if it cannot be mounted, or if {@link #missing} says why not
   */
  public static PassthroughMount in(Path folder, List<String> switches) {
    String reason = missing();
    Path compiled = program;
    if (reason != null || compiled == null) {
      throw new IllegalStateException(reason);
    }
    try {
      Path backing = Files.createDirectory(folder.resolve("backing"));
      Path point = Files.createDirectory(folder.resolve("mount"));
      List<String> command = new ArrayList<>(List.of("" + compiled, "" + backing, "" + point));
      command.addAll(switches);
      Process server =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader output = server.inputReader(StandardCharsets.US_ASCII);
      if (!"ready".equals(output.readLine())) {
        throw new IllegalStateException(command + " ended with " + server.waitFor());
      }
      return new PassthroughMount(server, point);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its root directory. */
  public Path path() {
    return path;
  }

  /** Unmounts it. */
  @Override
  public void close() {
    try {
      server.getOutputStream().close();
      int ignored = server.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.image;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.PrivateMounts;
import io.ephemera.process.SystemProgram;
import java.io.IOException;
import java.util.List;

/**
 * A disk image whose root file system is mounted for the calling thread only: a file system without
 * a partition table, or the root partition of a GUID partition table.
 *
 * <p>The thread enters a mount namespace of its own, where the image hides a directory of the host.
 * Nothing has to be undone: the kernel removes the mount and the loop device when the process ends,
 * for any reason.
 */
public final class DiskImage {
  /** Directories that exist on most systems and few programs need (hier(7)). */
  private static final List<String> MOUNT_POINTS =
      List.of("/mnt", "/media", "/srv", "/opt", "/home");

  private final OpenFile file;
  private final ImagePolicy policy;

  private DiskImage(OpenFile file, ImagePolicy policy) {
    this.file = file;
    this.policy = policy;
  }

  /**
   * Mounts an image.
   *
   * @param readOnly whether it is mounted read-only
   * @param needed paths of the host that must remain visible
   * @return the mount point, as the calling thread sees it
   * @throws IOException if the image has no root file system that can be mounted, the policy
   *     forbids it, or the caller is not privileged
   */
  public static BytePath mount(
      BytePath image, ImagePolicy policy, boolean readOnly, List<Bytes> needed) throws IOException {
    try (OpenFile file = OpenFile.openAmbient(image)) {
      return new DiskImage(file, policy).mount(readOnly, needed);
    } catch (SystemCallException e) {
      throw new IOException("cannot use image " + image + ": " + reason(e), e);
    } catch (IOException e) {
      throw new IOException("cannot use image " + image + ": " + e.getMessage(), e);
    }
  }

  private static String reason(SystemCallException e) {
    boolean denied = e.call() == SystemCall.CREATE_MOUNT_NAMESPACE && e.is(Errno.EPERM);
    return denied ? "only root can mount it" : String.valueOf(e.getMessage());
  }

  private BytePath mount(boolean readOnly, List<Bytes> needed) throws IOException {
    FileType type = file.stat().type();
    if (type != FileType.REGULAR && type != FileType.BLOCK_DEVICE) {
      throw new IOException("it is a " + type.text());
    }
    List<Partition> table = PartitionTable.read(file);
    Partition root = table == null ? Partition.WHOLE_IMAGE : RootPartition.among(table);
    String fileSystem = fileSystem(root);
    policy.check(root);
    PrivateMounts.enter();
    String where = mountPoint(needed);
    String options = options(root, readOnly || root.isReadOnly());
    SystemProgram mount =
        SystemProgram.run("mount", "-t", fileSystem, "-o", options, file.pathForOthers(), where);
    if (mount.exitCode() != 0) {
      throw new IOException(mount.said().strip());
    }
    return BytePath.of(where);
  }

  /** The type that libblkid detects, so that the kernel does not have to guess. */
  private String fileSystem(Partition root) throws IOException {
    SystemProgram probe =
        SystemProgram.run(
            "blkid",
            "--probe",
            "--output",
            "export",
            "--offset",
            String.valueOf(root.offset()),
            "--size",
            String.valueOf(root.size()),
            "--usages",
            "filesystem,crypto,raid,other",
            file.pathForOthers());
    String type = probe.value("TYPE");
    if (type.isEmpty()) {
      throw new IOException(
          root.type().isEmpty()
              ? "it has no file system and no GUID partition table"
              : "its root partition has no file system");
    }
    if (!probe.value("USAGE").equals("filesystem")) {
      throw new IOException(
          "it contains " + type + ", which is not supported; only file systems are");
    }
    return type;
  }

  private static String options(Partition root, boolean readOnly) {
    return "loop,nosuid,nodev"
        + (readOnly ? ",ro" : "")
        + (root.offset() == 0 ? "" : ",offset=" + root.offset() + ",sizelimit=" + root.size());
  }

  private static String mountPoint(List<Bytes> needed) throws IOException {
    for (String candidate : MOUNT_POINTS) {
      if (isDirectory(candidate) && isFree(candidate, needed)) {
        return candidate;
      }
    }
    throw new IOException(
        "no mount point is available: expected an unused directory among "
            + String.join(", ", MOUNT_POINTS));
  }

  private static boolean isFree(String directory, List<Bytes> needed) {
    for (Bytes path : needed) {
      if (path.latin1().startsWith("/") && BytePath.of(path).startsWith(BytePath.of(directory))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDirectory(String path) {
    try (Directory there = Directory.openAmbient(BytePath.of(path))) {
      return there.stat().isDirectory();
    } catch (SystemCallException e) {
      return false;
    }
  }
}

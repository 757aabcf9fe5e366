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
 * A disk image whose root file system becomes visible to this run alone: a file system without a
 * partition table, or the root partition of a GUID partition table.
 *
 * <p>Mounted in a mount namespace of the thread that does the work, over a directory of the host
 * that is hidden there meanwhile. Nothing is left to undo: mount and loop device go with the
 * process, however it ends.
 */
public final class DiskImage {
  /** Directories that most systems have and few programs need (hier(7)). */
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
   * @param readOnly whether nothing is to be changed in it
   * @param needed paths of the host that must stay visible
   * @return where it is mounted, as the calling thread sees it
   * @throws IOException if there is nothing in it that can be mounted, or it may not be
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
    return denied ? "only root may mount it" : String.valueOf(e.getMessage());
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

  /** What libblkid recognises; the kernel is not left to guess. */
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
          (root.type().isEmpty()
                  ? "it has no file system"
                  : "its root partition has no file system")
              + (root.type().isEmpty() ? " and no GUID partition table" : ""));
    }
    if (!probe.value("USAGE").equals("filesystem")) {
      throw new IOException("it holds " + type + ", which is not supported: only file systems are");
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
        "none of the directories " + String.join(", ", MOUNT_POINTS) + " is free");
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

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.host.processes.Numbers;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.host.processes.ProcessPass.Progress;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Dirents;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.DescriptorInfo;
import io.ephemera.process.KernelLock;
import io.ephemera.process.MountInfo;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of a process, proc_pid_fd(5). One call for each, and no object unless it is of a
 * wanted file. Not thread-safe.
 */
final class DescriptorLook {
  private static final int BATCH = 32 * 1024;
  private static final int LONGEST_LINK = 4096;
  private static final int USUAL_INFO = 1024;
  private static final byte[] DIRECTORY = ascii("fd");
  private static final byte[] SOCKET = ascii("socket:");
  private static final byte[] INOTIFY = ascii("anon_inode:inotify");
  private static final byte[] FANOTIFY = ascii("anon_inode:[fanotify]");
  private static final int FOLLOWING = Constants.AT_STATX_DONT_SYNC | Constants.AT_NO_AUTOMOUNT;
  private static final int MASK =
      Constants.STATX_TYPE | Constants.STATX_NLINK | Constants.STATX_INO;

  private final ScanContext scan;
  private final Dirents entries = new Dirents(BATCH);
  private final Statx stat = new Statx();
  private final byte[] text = new byte[LONGEST_LINK];
  private final byte[] info = new byte[USUAL_INFO];

  DescriptorLook(ScanContext scan) {
    this.scan = scan;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void at(ProcessDirectory process, NamespaceMounts mounts, ProcessUses uses, Progress progress) {
    int opened = process.open(DIRECTORY, Constants.O_DIRECTORY);
    if (opened < 0) {
      fail(opened, uses);
      return;
    }
    try (Fd descriptors = new Fd(opened)) {
      One one = new One(process, descriptors, mounts, uses);
      int read;
      entries.clear();
      while ((read = entries.fill(descriptors, BATCH)) > 0) {
        while (entries.next()) {
          one.look();
          progress.step();
        }
        entries.clear();
      }
      if (read < 0) {
        fail(read, uses);
      }
    }
  }

  private static void fail(int result, ProcessUses uses) {
    if (ProcessDirectory.isGone(result)) {
      uses.leaveOut();
    } else {
      uses.refuse(Gap.Source.DESCRIPTORS);
    }
  }

  /** The current descriptor of one process. */
  private final class One {
    private final ProcessDirectory process;
    private final Fd descriptors;
    private final NamespaceMounts mounts;
    private final ProcessUses uses;

    One(ProcessDirectory process, Fd descriptors, NamespaceMounts mounts, ProcessUses uses) {
      this.process = process;
      this.descriptors = descriptors;
      this.mounts = mounts;
      this.uses = uses;
    }

    void look() {
      if (mounts.mayWait()) {
        lookCarefully();
      } else {
        lookByStat();
      }
    }

    /** Some file system here may wait: the text of the link says whether this one can. */
    private void lookCarefully() {
      int length = entries.readlink(descriptors, text);
      if (length <= 0) {
        fail(length);
        return;
      }
      long socket = Numbers.bracketed(text, length, SOCKET);
      if (socket >= 0) {
        lookAtSocket(socket);
      } else if (text[0] != '/') {
        lookAtAnonymous(length);
      } else if (mounts.mayWaitAt(text, length)) {
        lookWithoutStat();
      } else {
        lookByStat();
      }
    }

    private void lookByStat() {
      int result = entries.statx(descriptors, FOLLOWING, MASK, stat);
      if (result < 0) {
        if (!Errno.ENOENT.isReasonOf(result)) {
          lookWithoutStat(); // a FUSE file system of another user refuses even root
        }
        return;
      }
      long device = FileId.device(stat.devMajor(), stat.devMinor());
      long inode = stat.ino();
      if (device == scan.specials().sockets()) {
        lookAtSocket(inode);
      } else if (device == scan.specials().anonymous()) {
        lookAtAnonymous(entries.readlink(descriptors, text));
      } else if (scan.wanted().contains(device, inode)) {
        hit(device, inode, stat.nlink() == 0);
      } else if (stat.nlink() == 0 && scan.wanted().wantsDeleted()) {
        lookAtDeleted(device, inode);
      }
    }

    private void lookAtSocket(long socket) {
      BoundFiles.Bound bound = scan.sockets().contains(socket) ? scan.sockets().hold(socket) : null;
      if (bound != null) {
        uses.add(bound, number());
      }
    }

    private void lookAtAnonymous(int length) {
      boolean watching =
          Numbers.startsWith(text, length, INOTIFY) || Numbers.startsWith(text, length, FANOTIFY);
      DescriptorInfo info = watching ? info() : null;
      if (info != null) {
        int number = number();
        for (DescriptorInfo.Watch watch : info.watches()) {
          addWatch(watch, number);
        }
      }
    }

    private void addWatch(DescriptorInfo.Watch watch, int number) {
      boolean whole = watch.inode() == 0;
      if (whole || !scan.wanted().mayContain(watch.device(), watch.inode())) {
        return; // a whole file system is watched: that is no use of a file
      }
      UseDetail detail = new UseDetail.Watch(number, watch.fanotify());
      uses.addByKernel(
          watch.device(), watch.inode(), UseKind.WATCH, detail, ProcessUses.Link.UNKNOWN);
    }

    /** Device and number as the kernel keeps them for the open file: no file system is asked. */
    private void lookWithoutStat() {
      DescriptorInfo info = info();
      boolean numbered = info != null && info.inode() != 0; // since Linux 5.14
      if (info == null || (numbered && !scan.wanted().mayContainNumber(info.inode()))) {
        return;
      }
      MountInfo.@Nullable Mount mount = mounts.withNumber(info.mount());
      if (mount == null || !numbered) {
        avoidUnlessUnwanted(mount); // opened in another mount namespace, or an old kernel
      } else if (scan.wanted().contains(mount.device(), info.inode())) {
        hit(mount.device(), info.inode(), false, info);
      }
    }

    private void avoidUnlessUnwanted(MountInfo.@Nullable Mount mount) {
      if (mount == null || scan.wanted().mayContainDevice(mount.device())) {
        uses.avoid(Gap.Source.DESCRIPTORS);
      }
    }

    private void lookAtDeleted(long device, long inode) {
      int length = entries.readlink(descriptors, text);
      ProcessUses.Link link = ProcessUses.Link.of(text, length, true);
      if (scan.wanted().wantsDeleted(link.path())) {
        hit(device, inode, true);
      }
    }

    private void hit(long device, long inode, boolean unlinked) {
      boolean locked = !scan.wanted().wantsAllOfSomeDevice() || scan.locks().mayBeLocked(inode);
      hit(device, inode, unlinked, locked ? info() : null);
    }

    private void hit(long device, long inode, boolean unlinked, @Nullable DescriptorInfo info) {
      int number = number();
      int length = entries.readlink(descriptors, text);
      ProcessUses.Link link = ProcessUses.Link.of(text, length, unlinked);
      UseDetail detail = new UseDetail.Descriptor(number, access(info));
      uses.add(device, inode, UseKind.OPEN, detail, link);
      if (info != null) {
        for (KernelLock lock : info.locks()) {
          uses.add(device, inode, UseKind.LOCK, new UseDetail.Lock(lock, number), link);
        }
      }
    }

    private Access access(@Nullable DescriptorInfo info) {
      if (info != null) {
        return Access.ofFlags(info.flags());
      }
      int how = Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_STATX_DONT_SYNC;
      int result = entries.statx(descriptors, how, Constants.STATX_BASIC_STATS, stat);
      return result < 0 ? Access.PATH : Access.ofLink(stat.mode());
    }

    private int number() {
      return Numbers.decimal(entries.bytes(), entries.nameStart(), entries.nameEnd());
    }

    private @Nullable DescriptorInfo info() {
      String name = "fdinfo/" + number();
      int length = process.read(ascii(name), info);
      if (length < 0) {
        fail(length);
        return null;
      }
      boolean whole = length < info.length;
      String text =
          whole ? new String(info, 0, length, StandardCharsets.ISO_8859_1) : process.text(name);
      return text == null ? null : DescriptorInfo.parse(text);
    }

    /** It was closed meanwhile, or this process may list descriptors, but not look at them. */
    private void fail(int result) {
      if (!ProcessDirectory.isGone(result)) {
        uses.refuse(Gap.Source.DESCRIPTORS);
      }
    }
  }
}

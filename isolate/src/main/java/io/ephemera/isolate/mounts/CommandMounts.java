// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.MountCalls;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Namespaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the mounts of one plan, in the mount namespace of the calling thread.
 *
 * <p>Every place is opened again before anything is mounted: what is covered afterwards, such as an
 * exception below {@code /tmp}, is still held and can be mounted from.
 */
public final class CommandMounts {
  /** As many files as systemd allows in a private {@code /tmp} in memory. */
  private static final String MOST_FILES = "400k";

  private static final String TMPFS = "tmpfs";
  private static final int SHARED_MODE = 01777;
  private static final Name TMP = Name.of("tmp");
  private static final Name VAR_TMP = Name.of("var-tmp");

  private final MountPlan plan;
  private final Frames frames;
  private final ReopenedPlaces places;
  private final CheckedPlaces checked;
  private final Root root;
  private final MountTargets targets;
  private final OwnEntries entries;
  private final MountCalls calls;
  private final List<BytePath> covered = new ArrayList<>();

  /** By target, sources that other mounts cover, as they were before. */
  private final Map<BytePath, Inode> copies = new HashMap<>();

  private final List<Directory> readOnlyInTheEnd = new ArrayList<>();

  private CommandMounts(
      MountPlan plan,
      Frames frames,
      CheckedPlaces checked,
      ReopenedPlaces places,
      Root root,
      MountCalls calls) {
    this.plan = plan;
    this.frames = frames;
    this.checked = checked;
    this.places = places;
    this.root = root;
    this.calls = calls;
    this.targets = MountTargets.of(plan, checked);
    this.entries = new OwnEntries(root);
  }

  /**
   * Mounts everything. The calling thread has entered a {@link MountNamespace}, or is in the second
   * stage.
   *
   * @param frames for a private {@code /tmp} on disk
   * @return what is covered, to enter the working directory anew
   * @throws RunException if a place is not the one that was checked, or if the kernel refuses
   */
  public static CoveredPaths apply(MountPlan plan, CheckedPlaces checked, Frames frames)
      throws RunException {
    return apply(plan, checked, frames, MountCalls.best());
  }

  /** As {@link #apply(MountPlan, CheckedPlaces, Frames)}, by a given way. */
  static CoveredPaths apply(MountPlan plan, CheckedPlaces checked, Frames frames, MountCalls calls)
      throws RunException {
    try (Root root = Root.host();
        ReopenedPlaces places = checked.reopen(root)) {
      CoveredPaths before = CoveredPaths.none();
      CommandMounts mounts = new CommandMounts(plan, frames, checked, places, root, calls);
      mounts.mountAll();
      return before.with(mounts.covered);
    } catch (RunException e) {
      throw e;
    } catch (SystemCallException e) {
      boolean denied = e.is(Errno.EPERM, Errno.EACCES);
      throw new RunException(
          denied ? Failure.NOT_PERMITTED : Failure.CANNOT_CREATE, e.getMessage(), e);
    } catch (IOException e) {
      throw new RunException(Failure.CANNOT_CREATE, String.valueOf(e.getMessage()), e);
    }
  }

  private void mountAll() throws IOException {
    copySources();
    try {
      mountAllButCopies();
    } finally {
      copies.values().forEach(Inode::close);
    }
  }

  /**
   * A source that something else is mounted on or below is copied first: the command sees there
   * what the caller sees.
   */
  private void copySources() throws IOException {
    for (MountRequest request : targets.ordered()) {
      if (request instanceof MountRequest.Bind bind && bind.recursive() && isCoveredBy(bind)) {
        if (!calls.changesTrees()) {
          throw new RunException(
              Failure.NOT_PERMITTED,
              "this kernel cannot mount "
                  + bind.source()
                  + " at "
                  + bind.target()
                  + " as it is without the other mounts; that needs Linux 5.12");
        }
        copies.put(bind.target(), calls.copy(places.get(bind.source())));
      }
    }
  }

  /** Whether another mount is at or below the source. */
  private boolean isCoveredBy(MountRequest.Bind bind) {
    for (BytePath target : plan.targets()) {
      if (target.startsWith(bind.source()) && !target.equals(bind.target())) {
        return true;
      }
    }
    return false;
  }

  private void mountAllButCopies() throws IOException {
    if (plan.privateIpc()) {
      Namespaces.enterIpc();
      mountIfThere(MountTargets.SHARED_MEMORY, TMPFS, Map.of("mode", "1777"));
      mountIfThere(MountTargets.MESSAGE_QUEUES, "mqueue", Map.of());
    }
    if (plan.tmp() instanceof PrivateTmp.InMemory memory) {
      coverInMemory(memory.size());
    } else if (plan.tmp() instanceof PrivateTmp.OnDisk) {
      coverOnDisk(TmpPaths.TMP, frames.tmp());
      coverOnDisk(TmpPaths.VAR_TMP, frames.varTmp());
    }
    try {
      for (MountRequest request : targets.ordered()) {
        if (request instanceof MountRequest.Bind bind) {
          bind(bind);
        } else if (request instanceof MountRequest.Tmpfs tmpfs) {
          mountTmpfs(tmpfs);
        }
      }
      for (Directory top : readOnlyInTheEnd) {
        calls.makeReadOnly(top, false);
      }
    } finally {
      readOnlyInTheEnd.forEach(Directory::close);
    }
    if (!plan.access().isEmpty()) {
      covered.addAll(new AccessRules(plan, targets, checked, root, calls).apply());
    }
  }

  private void mountIfThere(BytePath path, String type, Map<String, String> options)
      throws SystemCallException {
    try (Directory place = places.directory(path)) {
      if (place != null) {
        cover(place);
        calls.mount(type, options, place).close();
      }
    }
  }

  /** One file system for both, so that one limit holds for both; its own top has no path. */
  private void coverInMemory(String size) throws IOException {
    try (Directory tmp = places.directory(TmpPaths.TMP);
        Directory varTmp = places.directory(TmpPaths.VAR_TMP)) {
      if (tmp == null) {
        coverInMemory(size, varTmp, null);
      } else {
        boolean same = varTmp == null || varTmp.stat().isSameInode(tmp.stat());
        coverInMemory(size, tmp, same ? null : varTmp);
      }
    }
  }

  private void coverInMemory(String size, @Nullable Directory first, @Nullable Directory second)
      throws IOException {
    if (first == null) {
      return;
    }
    cover(first);
    Map<String, String> options = Map.of("mode", "0700", "size", size, "nr_inodes", MOST_FILES);
    try (Directory top = calls.mount(TMPFS, options, first);
        Directory part = top.createDirectory(TMP, SHARED_MODE)) {
      if (second != null) {
        cover(second);
        try (Directory other = top.createDirectory(VAR_TMP, SHARED_MODE)) {
          calls.bind(other, second, true);
        }
      }
      calls.replaceByPart(top, part, first);
    }
  }

  private void coverOnDisk(BytePath path, @Nullable BytePath frame) throws IOException {
    try (Directory place = places.directory(path)) {
      if (place != null && frame != null) {
        cover(place);
        calls.bind(places.get(frame), place, true);
      }
    }
  }

  /** One below which something may be writable becomes read-only by {@link AccessRules}. */
  private void bind(MountRequest.Bind bind) throws IOException {
    Inode source = places.get(bind.source());
    Inode place = place(bind.target(), source.stat().isDirectory());
    Inode copy = copies.get(bind.target());
    if (copy != null) {
      if (bind.readOnly() && plan.access().isEmpty()) {
        calls.makeReadOnly(copy, true);
      }
      calls.attach(copy, place);
    } else if (bind.readOnly() && plan.access().isEmpty()) {
      calls.bindReadOnly(source, place, bind.recursive());
    } else {
      calls.bind(source, place, bind.recursive());
    }
  }

  private void mountTmpfs(MountRequest.Tmpfs tmpfs) throws IOException {
    try (Directory place = place(tmpfs.target(), true).directory();
        ScopedHandle<Directory> top =
            new ScopedHandle<>(calls.mount(TMPFS, options(tmpfs), place))) {
      if (tmpfs.readOnly()) {
        readOnlyInTheEnd.add(top.release()); // first, places below are made in it
      }
    }
  }

  private static Map<String, String> options(MountRequest.Tmpfs tmpfs) {
    Map<String, String> options = new HashMap<>();
    options.put("mode", "0755");
    options.put("nr_inodes", MOST_FILES);
    if (!tmpfs.options().containsKey("nr_blocks")) {
      options.put("size", PrivateTmp.InMemory.USUAL_SIZE);
    }
    options.putAll(tmpfs.options());
    return options;
  }

  /**
   * Where to mount: what was checked, or what is made in a file system of the command, or what the
   * mount above shows there by now.
   */
  private Inode place(BytePath target, boolean directory) throws IOException {
    MountTargets.Cover cover = targets.above(target);
    if (cover == null) {
      Inode place = places.get(target);
      cover(place);
      return place;
    }
    BytePath outside = cover.outside(target);
    return places.keep(
        outside == null
            ? entries.make(cover.target(), target, directory)
            : checked.lookAgain(root, target, outside));
  }

  private void cover(Handle place) throws SystemCallException {
    covered.add(place.realPath());
  }
}

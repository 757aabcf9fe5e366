// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.isolate.plan.StandardStream.Opening;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files for a command's standard streams, opened with the rights of the caller before anything
 * is mounted for the command.
 *
 * <p>Safety: what is opened gives the command access that its user may not have. So no other user
 * may have led the path there: a file for output belongs to root, to the caller or to the command's
 * user, and has one name. One that is made in a directory of the command's user belongs to that
 * user, any other to the caller. Nothing waits for the other end of a fifo.
 */
public final class OpenedStreams implements AutoCloseable {
  private static final int COUNT = 3;
  private static final BytePath NULL = BytePath.of("/dev/null");
  private static final int EVERYBODY_WRITES = 0666;
  private static final int OTHERS_WRITE = 02;

  private final Identity identity;
  private final int umask;

  /** For descriptors 0 to 2; null for what the caller has there. */
  private final @Nullable OpenFile[] files = new @Nullable OpenFile[COUNT];

  private OpenedStreams(Identity identity, int umask) {
    this.identity = identity;
    this.umask = umask;
  }

  /** None: the caller's. */
  public static OpenedStreams none() {
    return new OpenedStreams(new Identity.Unchanged(0, 0), 0);
  }

  /**
   * Opens what the settings name.
   *
   * @param identity of the command
   * @param umask for a file that is made, 0 to 0777, or -1 for that of this process
   * @throws RunException if a file is missing or not safe to use
   */
  public static OpenedStreams open(ProcessSettings settings, Identity identity, int umask)
      throws RunException {
    OpenedStreams opened = new OpenedStreams(identity, umask);
    boolean complete = false;
    try {
      opened.files[0] = opened.open("standard input", settings.input());
      opened.files[1] = opened.open("standard output", settings.output());
      opened.files[2] =
          sameFile(settings.error(), settings.output())
              ? opened.files[1]
              : opened.open("standard error", settings.error());
      complete = true;
      return opened;
    } finally {
      if (!complete) {
        opened.close();
      }
    }
  }

  private static boolean sameFile(StandardStream one, StandardStream other) {
    return (one instanceof StandardStream.OfFile a
            && other instanceof StandardStream.OfFile b
            && a.path().equals(b.path())
            && a.opening() == b.opening())
        || (one instanceof StandardStream.Null && other instanceof StandardStream.Null);
  }

  /** Those of this process that it inherited for the command, by number; null for the caller's. */
  public static OpenedStreams inherited(List<@Nullable Integer> numbers)
      throws SystemCallException {
    OpenedStreams opened = none();
    for (int i = 0; i < COUNT; i++) {
      Integer number = numbers.get(i);
      if (number != null) {
        OpenFile file = OpenFile.ofDescriptor(number);
        file.keepFromChildren();
        opened.files[i] = file;
      }
    }
    return opened;
  }

  /** Lets the next command find them as if each had been opened for it, as systemd does. */
  public void startOver(ProcessSettings settings) throws SystemCallException {
    startOver(files[0], settings.input());
    startOver(files[1], settings.output());
    startOver(files[2], settings.error());
  }

  private static void startOver(@Nullable OpenFile file, StandardStream stream)
      throws SystemCallException {
    if (file == null
        || !(stream instanceof StandardStream.OfFile named)
        || named.opening() == Opening.APPEND) {
      return;
    }
    boolean fromBeginning = file.rewind();
    if (fromBeginning && named.opening() == Opening.TRUNCATE && file.stat().isRegular()) {
      file.truncate(0);
    }
  }

  /** For descriptors 0, 1 and 2; null for what the caller has there. */
  public List<@Nullable Handle> files() {
    List<@Nullable Handle> handles = new ArrayList<>();
    for (OpenFile file : files) {
      handles.add(file);
    }
    return handles;
  }

  private @Nullable OpenFile open(String role, StandardStream stream) throws RunException {
    if (stream instanceof StandardStream.Inherited) {
      return null;
    }
    BytePath path = stream instanceof StandardStream.OfFile file ? file.path() : NULL;
    try (Root root = Root.host()) {
      return stream instanceof StandardStream.OfFile file
          ? open(root, file)
          : openNull(role.endsWith("input"));
    } catch (IOException e) {
      throw new RunException(
          Failure.CANNOT_CREATE,
          "cannot open \"" + path + "\" as " + role + ": " + e.getMessage(),
          e);
    }
  }

  private static OpenFile openNull(boolean isInput) throws SystemCallException {
    try (Inode inode = Inode.openAmbient(NULL)) {
      return waiting(isInput ? inode.openForReading() : inode.openForWriting(false));
    }
  }

  private OpenFile open(Root root, StandardStream.OfFile file) throws IOException {
    if (file.opening() == Opening.READ) {
      try (Inode inode = root.findFor(Users.effectiveUid(), file.path(), true)) {
        requireStream(inode.stat());
        return waiting(inode.openForReading());
      }
    }
    try (Inode inode = findOrMake(root, file.path());
        ScopedHandle<OpenFile> opened =
            new ScopedHandle<>(inode.openForWriting(file.opening() == Opening.APPEND))) {
      if (file.opening() == Opening.TRUNCATE && inode.stat().isRegular()) {
        opened.get().truncate(0);
      }
      return waiting(opened.release());
    }
  }

  /** It was opened so that nothing waits; the command waits as usual. */
  private static OpenFile waiting(OpenFile opened) throws SystemCallException {
    try (ScopedHandle<OpenFile> scope = new ScopedHandle<>(opened)) {
      opened.letWait();
      return scope.release();
    }
  }

  private Inode findOrMake(Root root, BytePath path) throws IOException {
    try (ScopedHandle<Inode> found = new ScopedHandle<>(find(root, path))) {
      Stat stat = found.get().stat();
      requireStream(stat);
      if (!isOurs(stat.uid())) {
        throw new UnsafePathException(
            "it belongs to user " + Integer.toUnsignedString(stat.uid()) + "; remove it");
      }
      if (stat.isRegular() && stat.links() != 1) {
        throw new UnsafePathException("it has " + stat.links() + " names; remove the others");
      }
      return found.release();
    }
  }

  private Inode find(Root root, BytePath path) throws IOException {
    try {
      return root.findFor(Users.effectiveUid(), path, true);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      return make(root, path);
    }
  }

  private Inode make(Root root, BytePath path) throws IOException {
    try (Directory parent = root.parentFor(Users.effectiveUid(), path)) {
      Stat stat = parent.stat();
      boolean foreign = !isOurs(stat.uid());
      if (foreign || ((stat.mode() & OTHERS_WRITE) != 0 && !stat.isSticky())) {
        throw new UnsafePathException(
            "other users can replace what is made in \"" + path.parent() + "\"");
      }
      Name name = Objects.requireNonNull(path.name()); // else there is no parent
      try (OpenFile made = make(parent, name)) {
        if (stat.uid() == identity.uid() && stat.uid() != Users.effectiveUid()) {
          made.setOwner(identity.uid(), identity.gid());
        }
        Inode inode = parent.inode(name);
        try (ScopedHandle<Inode> scope = new ScopedHandle<>(inode)) {
          if (!inode.stat().isSameInode(made.stat())) {
            throw new UnsafePathException("it was replaced when it had just been made");
          }
          return scope.release();
        }
      }
    }
  }

  private OpenFile make(Directory parent, Name name) throws SystemCallException {
    return umask < 0
        ? parent.createFileAtMost(name, EVERYBODY_WRITES)
        : parent.createFile(name, EVERYBODY_WRITES & ~umask);
  }

  private boolean isOurs(int uid) {
    return uid == 0 || uid == Users.effectiveUid() || uid == identity.uid();
  }

  private static void requireStream(Stat stat) throws UnsafePathException {
    boolean fits =
        switch (stat.type()) {
          case REGULAR, CHARACTER_DEVICE, FIFO -> true;
          case DIRECTORY, SYMLINK, BLOCK_DEVICE, SOCKET, UNKNOWN -> false;
        };
    if (!fits) {
      throw new UnsafePathException("it is a " + stat.type().text());
    }
  }

  /** Closes the descriptors; what was started has its own. */
  @Override
  public void close() {
    for (OpenFile file : files) {
      if (file != null) {
        file.close();
      }
    }
  }
}

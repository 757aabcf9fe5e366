// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Credentials;
import io.ephemera.linux.Fd;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves one path, from a root directory to the inode that the path names.
 *
 * <p>Safety: each component is opened before it is examined. The kernel follows no link: the text
 * of a link is read and resolved in turn, an absolute one from the root directory, and {@code ..}
 * goes back along the descriptors that led here, so nothing leads out of the root directory. A
 * directory or link of an unprivileged user may lead only to what the same user owns: otherwise
 * that user could redirect a program of another one. A caller without privileges may lead itself
 * anywhere. Nor is a link followed to which another user may have given the name.
 */
final class PathResolver implements AutoCloseable {
  /** As many links as the kernel follows, path_resolution(7). */
  private static final int MOST_LINKS = 40;

  private static final int OTHERS_WRITE = 022;
  private static final BytePath PROTECTED_HARDLINKS =
      BytePath.of("/proc/sys/fs/protected_hardlinks");

  private static final Bytes DOT = Bytes.latin1(".");
  private static final Bytes DOT_DOT = Bytes.latin1("..");
  private static final Bytes SLASH = Bytes.latin1("/");

  private final Directory root;
  private final Stat rootStat;
  private final ComponentOpener opener;
  private final boolean guarded;
  private final PrefixCache cache;

  /** The directories from the root directory to the current one. */
  private List<Resolved> stack = new ArrayList<>();

  private final ArrayDeque<Bytes> pending = new ArrayDeque<>();

  /** How many of the pending components come from links; these are the first ones. */
  private int pendingFromLinks;

  private boolean fromLink;

  /** Whether the stack is the beginning of the path: without links and {@code ..}. */
  private boolean isPrefix = true;

  /** How many directories at the bottom of the stack come from the cache. */
  private int cached;

  private boolean stale;
  private int links;
  private int trustedUid;
  private @Nullable Way way;
  private Stat previous;

  /** The last link that was followed, while its text is being resolved. */
  private @Nullable Followed followed;

  /** A symbolic link, for messages. */
  private record Followed(String path, BytePath target) {}

  /** A directory with the name that led to it. */
  private record Resolved(Directory directory, Stat stat, Bytes name) {}

  /**
   * The directories of the last path, still open. An inode that was resolved by the rules stays
   * what it is, whatever happens to names meanwhile, so the next resolution may start from what
   * both paths have in common. Not thread-safe.
   */
  static final class PrefixCache implements AutoCloseable {
    private List<Resolved> directories = new ArrayList<>();

    /** Empties the cache: the owner or the name of a directory was changed. */
    @Override
    public void close() {
      for (Resolved resolved : directories) {
        resolved.directory().close();
      }
      directories.clear();
    }

    /**
     * Hands over the directories that the first components of a path have in common with the last
     * path, and closes the others.
     */
    private List<Resolved> takePrefix(List<Bytes> components, int length) {
      List<Resolved> taken = directories;
      directories = new ArrayList<>();
      int common = 0;
      int most = Math.min(taken.size(), length);
      while (common < most && taken.get(common).name().equals(components.get(common))) {
        common++;
      }
      for (int i = taken.size() - 1; i >= common; i--) {
        taken.remove(i).directory().close();
      }
      return taken;
    }

    /** Whether a directory is in the cache. */
    boolean contains(Stat directory) {
      for (Resolved resolved : directories) {
        if (resolved.stat().isSameInode(directory)) {
          return true;
        }
      }
      return false;
    }

    /** Opens for listing the directory at a path; null if there is no {@link ShortCut} to it. */
    @Nullable Directory openByShortCut(BytePath path) {
      BytePath parent = path.parent();
      Name last = path.name();
      Name between = parent.name();
      if (last == null || between == null) {
        return null;
      }
      Resolved base = find(parent.parent().components());
      return base == null
          ? null
          : new ShortCut(base.directory(), base.stat()).open(between, last, path);
    }

    private @Nullable Resolved find(List<Bytes> components) {
      int length = components.size();
      if (length == 0 || length > directories.size()) {
        return null;
      }
      for (int i = 0; i < length; i++) {
        if (!directories.get(i).name().equals(components.get(i))) {
          return null;
        }
      }
      return directories.get(length - 1);
    }

    private void replaceBy(List<Resolved> stack) {
      close();
      directories = stack;
    }
  }

  PathResolver(
      Directory root, Stat rootStat, ComponentOpener opener, boolean guarded, PrefixCache cache) {
    this.root = root;
    this.rootStat = rootStat;
    this.opener = opener;
    this.guarded = guarded;
    this.cache = cache;
    this.previous = rootStat;
  }

  /**
   * Lets what a user owns lead anywhere, as what root owns may: for a path that this user chose.
   * Nothing of such a path is cached.
   */
  PathResolver trust(int uid) {
    trustedUid = uid;
    isPrefix = false;
    return this;
  }

  /**
   * Reports every directory in which a name is looked up, from the root directory on; what certain
   * users own may lead anywhere. Nothing of such a path is cached.
   */
  PathResolver along(Way observer) {
    way = observer;
    isPrefix = false;
    return this;
  }

  /** Creates a directory that is missing on the way. */
  interface Maker {
    /** Creates it; also succeeds if another process was faster. */
    void make(Directory parent, Name name) throws IOException;
  }

  /**
   * Resolves a path to an inode, held with O_PATH.
   *
   * @param followLast whether to follow a symbolic link at the end of the path
   */
  Inode resolve(BytePath path, boolean followLast) throws IOException {
    List<Bytes> components = path.components();
    start(components, Math.max(components.size() - 1, 0));
    Inode found = null;
    while (found == null && !pending.isEmpty()) {
      found = step(followLast, null, true);
    }
    return found != null ? found : holdCurrent();
  }

  /**
   * Resolves a path to a directory, following every symbolic link.
   *
   * @param missing creates the directories that are missing, or null; what a link names is never
   *     created
   */
  Directory resolveDirectory(BytePath path, @Nullable Maker missing) throws IOException {
    List<Bytes> components = path.components();
    start(components, components.size());
    while (!pending.isEmpty()) {
      step(true, missing, false);
    }
    arriveAt(currentStat(), DOT);
    return current().share(currentStat());
  }

  /** As {@link #resolveDirectory}, if an entry of the caller's own may lead on from there. */
  Directory resolveParentOfOwn(BytePath path, Name own) throws IOException {
    try (ScopedHandle<Directory> parent = new ScopedHandle<>(resolveDirectory(path, null))) {
      checkOwner(Credentials.geteuid(), own.bytes());
      return parent.release();
    }
  }

  /** Starts at the last directory that the cache has of a path, or at the root directory. */
  private void start(List<Bytes> components, int directories) {
    stack = way == null ? cache.takePrefix(components, directories) : new ArrayList<>();
    cached = stack.size();
    for (int i = cached; i < components.size(); i++) {
      pending.addLast(components.get(i));
    }
    previous = currentStat();
  }

  /**
   * Resolves the next component.
   *
   * @return the inode if it is the last component and {@code holdLast}, else null
   */
  private @Nullable Inode step(boolean followLast, @Nullable Maker missing, boolean holdLast)
      throws IOException {
    Bytes component = takeComponent();
    if (!BytePath.isDotDot(component)) {
      return enter(Name.of(component), followLast, missing, holdLast);
    }
    isPrefix = false;
    goUp();
    return null;
  }

  private Bytes takeComponent() {
    fromLink = pendingFromLinks > 0;
    if (fromLink) {
      pendingFromLinks--;
    } else {
      followed = null;
    }
    return pending.removeFirst();
  }

  /**
   * Holds the current directory, for a path that ends with it: with {@code ..}, or with a link to
   * {@code .}, for which the ownership rule holds as for any other link.
   */
  private Inode holdCurrent() throws IOException {
    arriveAt(currentStat(), DOT);
    return current().inode();
  }

  private Directory current() {
    return stack.isEmpty() ? root : stack.getLast().directory();
  }

  private Stat currentStat() {
    return stack.isEmpty() ? rootStat : stack.getLast().stat();
  }

  private void goUp() throws IOException {
    if (!stack.isEmpty()) {
      stack.removeLast().directory().close();
    }
    arriveAt(currentStat(), DOT_DOT);
  }

  private @Nullable Inode enter(
      Name name, boolean followLast, @Nullable Maker missing, boolean holdLast) throws IOException {
    try (ScopedHandle<Inode> opened = new ScopedHandle<>(open(name, fromLink ? null : missing))) {
      Stat stat = opened.get().basicStat();
      arriveAt(stat, name.bytes());
      if (stat.isSymlink() && (followLast || !pending.isEmpty())) {
        follow(opened.get(), stat, name);
        return null;
      }
      if (pending.isEmpty() && holdLast) {
        return opened.release();
      }
      push(opened, stat, name);
      return null;
    }
  }

  private Inode open(Name name, @Nullable Maker missing) throws IOException {
    Way observer = way;
    if (observer != null) {
      observer.passes(current(), currentStat(), currentPath());
    }
    int opened = opener.open(current().fd(), name.array());
    if (missing != null && Errno.ENOENT.isReasonOf(opened)) {
      checkOwner(Credentials.geteuid(), name.bytes());
      if (observer != null) {
        observer.creates(current(), currentStat(), currentPath());
      }
      missing.make(current(), name);
      opened = opener.open(current().fd(), name.array());
    }
    if (opened < 0) {
      stale = cached > 0 && stack.size() == cached && current().stat().links() == 0;
      check(opened, SystemCall.OPEN, describe(name.bytes()));
    }
    return new Inode(new Fd(opened));
  }

  private void push(ScopedHandle<Inode> opened, Stat stat, Name name) throws IOException {
    if (!stat.isDirectory()) {
      throw new SystemCallException(SystemCall.OPEN_DIRECTORY, name, Errno.ENOTDIR);
    }
    if (stat.device() != currentStat().device() && opened.get().isAutofs()) {
      throw new AutofsException(describe(name.bytes()));
    }
    stack.add(new Resolved(new Directory(opened.release().fd()), stat, name.bytes()));
  }

  /**
   * While fs.protected_hardlinks is 0, proc_sys_fs(5), any user can give a link of root a second
   * name in a directory that this user may write to.
   */
  private void refuseSecondName(Stat link, Bytes name) throws UnsafePathException {
    if (guarded && link.links() > 1 && mayBeWrittenByOthers(currentStat()) && anyUserMayLink()) {
      throw new UnsafePathException(
          "the symbolic link "
              + describe(name)
              + " has "
              + link.links()
              + " hard links, and fs.protected_hardlinks is off");
    }
  }

  private static boolean mayBeWrittenByOthers(Stat directory) {
    return !directory.belongsToRootOrUs() || (directory.mode() & OTHERS_WRITE) != 0;
  }

  /** Also if it is not known. */
  private static boolean anyUserMayLink() {
    try (OpenFile setting = OpenFile.openAmbient(PROTECTED_HARDLINKS)) {
      Bytes value = setting.read(0, 1);
      return value.isEmpty() || value.at(0) != '1';
    } catch (SystemCallException e) {
      return true;
    }
  }

  private void follow(Inode link, Stat stat, Name name) throws IOException {
    if (++links > MOST_LINKS) {
      throw new SystemCallException(SystemCall.FOLLOW_SYMBOLIC_LINKS, "", Errno.ELOOP);
    }
    refuseSecondName(stat, name.bytes());
    BytePath target = BytePath.of(link.linkText());
    followed = new Followed(describe(name.bytes()), target);
    List<Bytes> components = target.components();
    for (int i = components.size() - 1; i >= 0; i--) {
      pending.addFirst(components.get(i));
    }
    pendingFromLinks += components.size();
    previous = stat;
    isPrefix = false;
    if (target.isAbsolute()) {
      clearStack();
      arriveAt(rootStat, SLASH);
    }
  }

  private void arriveAt(Stat next, Bytes name) throws UnsafePathException {
    checkOwner(next.uid(), name);
    previous = next;
  }

  /** The ownership rule: for every inode on the way, and before one is created. */
  private void checkOwner(int next, Bytes name) throws UnsafePathException {
    int from = previous.uid();
    if (guarded && !mayLead(from) && from != next && !isCallerAlone(from)) {
      throw new UnsafePathException(
          "unsafe path transition: what user "
              + Integer.toUnsignedString(from)
              + " owns leads to "
              + describe(name)
              + ", which user "
              + Integer.toUnsignedString(next)
              + " owns"
              + describeLink());
    }
  }

  private boolean mayLead(int uid) {
    Way observer = way;
    return uid == 0 || uid == trustedUid || (observer != null && observer.mayLead(uid));
  }

  /** Whether a user is the caller and has no more rights than any process of the same user. */
  private static boolean isCallerAlone(int uid) {
    return uid == Credentials.geteuid() && !Credentials.hasCapabilities();
  }

  private String describeLink() {
    Followed link = followed;
    return link == null ? "" : "; symbolic link " + link.path() + " -> " + link.target();
  }

  private BytePath currentPath() {
    BytePath path = BytePath.ROOT;
    for (Resolved resolved : stack) {
      path = path.append(BytePath.of(resolved.name()));
    }
    return path;
  }

  /** The path of an entry of the current directory, for messages. */
  private String describe(Bytes name) {
    StringBuilder text = new StringBuilder();
    for (Resolved resolved : stack) {
      text.append('/').append(resolved.name());
    }
    if (name.at(0) != '/') {
      text.append('/').append(name);
    }
    return text.isEmpty() ? "/" : text.toString();
  }

  private void clearStack() {
    for (Resolved resolved : stack) {
      resolved.directory().close();
    }
    stack.clear();
  }

  /** Whether resolution failed because a cached directory is no longer in the tree. */
  boolean isStale() {
    return stale;
  }

  /** Caches the directories that were resolved by the rules and without links. */
  @Override
  public void close() {
    if (!isPrefix) {
      clearStack();
      return;
    }
    while (!guarded && stack.size() > cached) {
      stack.removeLast().directory().close();
    }
    cache.replaceBy(stack);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one walk from a root directory to what a path names.
 *
 * <p>Safety: each component is held before it is looked at. The kernel follows no link; link texts
 * are read and walked in turn, absolute ones from the root directory, and {@code ..} goes back
 * along the descriptors by which the walk came, so nothing leads out. What an unprivileged user
 * owns, a directory or a link, may lead only to what the same user owns: otherwise that user could
 * choose where a privileged program ends up.
 */
final class PathResolver implements AutoCloseable {
  /** As many links as the kernel itself follows, path_resolution(7). */
  private static final int MOST_LINKS = 40;

  private static final Bytes HERE = Bytes.latin1(".");
  private static final byte[] ITSELF = new byte[0];

  private final Directory top;
  private final Stat topStat;
  private final ComponentOpener step;
  private final boolean guarded;
  private final Trail trail;
  private final ArrayDeque<Bytes> pending = new ArrayDeque<>();
  private List<Held> way = new ArrayList<>();
  private int pendingOfLinks;
  private boolean fromLink;
  private boolean direct = true;
  private int shared;
  private boolean stale;
  private int links;
  private int trusted;
  private Stat previous;

  /** A directory on the way, by the name that led to it. */
  private record Held(Directory directory, Stat stat, Bytes name) {}

  /**
   * The directories of the last walk, still held. What was reached by the rule stays what it is,
   * whatever happens to names meanwhile, so the next walk may start from what both have in common.
   * Not thread-safe.
   */
  static final class Trail implements AutoCloseable {
    private List<Held> directories = new ArrayList<>();

    /** Lets go: owners or names of directories were changed. */
    @Override
    public void close() {
      for (Held held : directories) {
        held.directory().close();
      }
      directories.clear();
    }

    /**
     * Hands over the directories that the beginning of a path has in common with the last walk; the
     * others are closed.
     */
    private List<Held> give(List<Bytes> components, int length) {
      List<Held> given = directories;
      directories = new ArrayList<>();
      int common = 0;
      int most = Math.min(given.size(), length);
      while (common < most && given.get(common).name().equals(components.get(common))) {
        common++;
      }
      for (int i = given.size() - 1; i >= common; i--) {
        given.remove(i).directory().close();
      }
      return given;
    }

    /** Whether the last walk came by this directory. */
    boolean has(Stat directory) {
      for (Held held : directories) {
        if (held.stat().isSameInode(directory)) {
          return true;
        }
      }
      return false;
    }

    /** Takes them over, for the next walk. */
    private void take(List<Held> way) {
      close();
      directories = way;
    }
  }

  PathResolver(Directory top, Stat topStat, ComponentOpener step, boolean guarded, Trail trail) {
    this.top = top;
    this.topStat = topStat;
    this.step = step;
    this.guarded = guarded;
    this.trail = trail;
    this.previous = topStat;
  }

  /**
   * Lets what a user owns lead anywhere, as root's does: for a path that the same user has chosen.
   * The next walk has no use for the way.
   */
  PathResolver trusting(int uid) {
    trusted = uid;
    direct = false;
    return this;
  }

  /**
   * Walks a path.
   *
   * @param followLast whether a symbolic link at the very end is followed
   * @param missing makes the directories that are missing on the way and at the end, or null when
   *     none is made; what a link names is never made
   * @return the last component, held with O_PATH
   */
  Inode to(BytePath path, boolean followLast, @Nullable Maker missing) throws IOException {
    List<Bytes> components = path.components();
    start(components, Math.max(components.size() - 1, 0));
    Inode found = null;
    while (found == null && !pending.isEmpty()) {
      found = one(followLast, missing, true);
    }
    return found != null ? found : itself();
  }

  /** Walks to a directory, every symbolic link followed; parameters as for {@link #to}. */
  Directory into(BytePath path, @Nullable Maker missing) throws IOException {
    List<Bytes> components = path.components();
    start(components, components.size());
    while (!pending.isEmpty()) {
      one(true, missing, false);
    }
    arrive(hereStat(), HERE);
    return here().shared(hereStat());
  }

  /** Walks to a directory in which an entry of the caller's own may lead on. */
  Directory intoOwn(BytePath path, Name own) throws IOException {
    Directory found = into(path, null);
    try {
      checkOwner(Credentials.geteuid(), own.bytes());
      return found;
    } catch (UnsafePathException e) {
      found.close();
      throw e;
    }
  }

  /**
   * Where the walk begins: at the root directory, or where its way leaves that of the walk before.
   */
  private void start(List<Bytes> components, int directories) {
    way = trail.give(components, directories);
    shared = way.size();
    for (int i = shared; i < components.size(); i++) {
      pending.addLast(components.get(i));
    }
    previous = hereStat();
  }

  private @Nullable Inode one(boolean followLast, @Nullable Maker missing, boolean holdLast)
      throws IOException {
    Bytes part = next();
    if (!BytePath.isDotDot(part)) {
      return enter(Name.of(part), followLast, missing, holdLast);
    }
    direct = false;
    up();
    return null;
  }

  /**
   * Where the walk stands when the last component led nowhere further: a link to {@code .} leads to
   * the directory in which it stands, and the ownership rule holds for it as for any other link.
   */
  private Inode itself() throws IOException {
    arrive(hereStat(), HERE);
    return here().inode();
  }

  /** Makes a directory that the path needs and that is missing. */
  interface Maker {
    /** Creates it in {@code parent}; when somebody else was faster, that is right too. */
    void make(Directory parent, Name name) throws IOException;
  }

  private Bytes next() {
    fromLink = pendingOfLinks > 0;
    if (fromLink) {
      pendingOfLinks--;
    }
    return pending.removeFirst();
  }

  private Directory here() {
    return way.isEmpty() ? top : way.getLast().directory();
  }

  private Stat hereStat() {
    return way.isEmpty() ? topStat : way.getLast().stat();
  }

  private void up() throws IOException {
    if (!way.isEmpty()) {
      way.removeLast().directory().close();
    }
    arrive(hereStat(), Bytes.latin1(".."));
  }

  /** One component down: the inode when it is the last one, else null. */
  private @Nullable Inode enter(
      Name name, boolean followLast, @Nullable Maker missing, boolean holdLast) throws IOException {
    Fd opened = hold(name, fromLink ? null : missing);
    try {
      Stat stat = stat(opened);
      arrive(stat, name.bytes());
      if (stat.isSymlink() && (followLast || !pending.isEmpty())) {
        follow(opened, stat);
        opened.close();
        return null;
      }
      if (pending.isEmpty() && holdLast) {
        return new Inode(opened);
      }
      descend(opened, stat, name);
      return null;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private void descend(Fd opened, Stat stat, Name name) throws IOException {
    if (!stat.isDirectory()) {
      throw new SystemCallException(SystemCall.OPEN_DIRECTORY, name.toString(), Errno.ENOTDIR);
    }
    Directory directory = new Directory(opened);
    if (stat.device() != hereStat().device() && directory.isAutofs()) {
      throw new AutofsException(spell(name.bytes()));
    }
    way.add(new Held(directory, stat, name.bytes()));
  }

  private Fd hold(Name name, @Nullable Maker missing) throws IOException {
    int opened = step.open(here().fd(), name.array());
    if (missing != null && Errno.ENOENT.isReasonOf(opened)) {
      checkOwner(Credentials.geteuid(), name.bytes());
      missing.make(here(), name);
      opened = step.open(here().fd(), name.array());
    }
    if (opened < 0) {
      stale = shared > 0 && way.size() == shared && here().stat().links() == 0;
      check(opened, SystemCall.OPEN, spell(name.bytes()));
    }
    return new Fd(opened);
  }

  private static Stat stat(Fd fd) throws SystemCallException {
    Statx raw = new Statx();
    int flags = Constants.AT_EMPTY_PATH | Constants.AT_NO_AUTOMOUNT;
    check(At.statx(fd, ITSELF, flags, Constants.STATX_BASIC_STATS, raw), SystemCall.STAT);
    return new Stat(raw);
  }

  private void follow(Fd link, Stat stat) throws IOException {
    if (++links > MOST_LINKS) {
      throw new SystemCallException(SystemCall.FOLLOW_SYMBOLIC_LINKS, "", Errno.ELOOP);
    }
    byte[] text = new byte[4096];
    int length = check(At.readlinkat(link, ITSELF, text), SystemCall.READ_LINK);
    BytePath target = BytePath.of(Bytes.of(text, 0, length));
    List<Bytes> parts = target.components();
    for (int i = parts.size() - 1; i >= 0; i--) {
      pending.addFirst(parts.get(i));
    }
    pendingOfLinks += parts.size();
    previous = stat;
    direct = false;
    if (target.isAbsolute()) {
      toTop();
    }
  }

  private void toTop() throws IOException {
    closeWay();
    arrive(topStat, Bytes.latin1("/"));
  }

  private void arrive(Stat next, Bytes name) throws UnsafePathException {
    checkOwner(next.uid(), name);
    previous = next;
  }

  /** The ownership rule, at every inode that the walk comes to, and before it makes one. */
  private void checkOwner(int next, Bytes name) throws UnsafePathException {
    int from = previous.uid();
    if (guarded && from != 0 && from != trusted && from != next) {
      throw new UnsafePathException(
          "unsafe path transition: what user "
              + id(from)
              + " owns leads to "
              + spell(name)
              + ", which user "
              + id(next)
              + " owns");
    }
  }

  private static String id(int uid) {
    return Integer.toUnsignedString(uid);
  }

  /** The way to an entry of where the walk is, for messages. */
  private String spell(Bytes name) {
    StringBuilder text = new StringBuilder();
    for (Held held : way) {
      text.append('/').append(held.name());
    }
    if (name.at(0) != '/') {
      text.append('/').append(name);
    }
    return text.isEmpty() ? "/" : text.toString();
  }

  private void closeWay() {
    for (Held held : way) {
      held.directory().close();
    }
    way.clear();
  }

  /**
   * Whether the walk failed because a directory that it took over from the last one is no longer in
   * the tree.
   */
  boolean isStale() {
    return stale;
  }

  /** Leaves to the next walk what was reached by the rule and without links. */
  @Override
  public void close() {
    if (!direct) {
      closeWay();
      return;
    }
    while (!guarded && way.size() > shared) {
      way.removeLast().directory().close();
    }
    trail.take(way);
  }
}

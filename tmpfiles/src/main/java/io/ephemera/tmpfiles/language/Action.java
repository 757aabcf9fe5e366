// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.List;

/** What to do at the path of a line, one record per kind of action. */
public sealed interface Action {
  /** Calls the method of a handler that is for this action. */
  <E extends Exception> void accept(Handler<E> handler) throws E;

  /**
   * The content, target, source or device of what it creates, by which two lines for one path are
   * compared; empty for every other action.
   */
  default Bytes argument() {
    return Bytes.EMPTY;
  }

  /** Whether it appends to a file, which any number of lines may do. */
  default boolean appends() {
    return false;
  }

  /** Handles every action: one method for each, so that the compiler finds a missing one. */
  interface Handler<E extends Exception> {
    /** Handles {@link CreateFile}. */
    void createFile(CreateFile action) throws E;

    /** Handles {@link WriteFile}. */
    void writeFile(WriteFile action) throws E;

    /** Handles {@link CreateDirectory}. */
    void createDirectory(CreateDirectory action) throws E;

    /** Handles {@link AdjustDirectory}. */
    void adjustDirectory(AdjustDirectory action) throws E;

    /** Handles {@link CreateSubvolume}. */
    void createSubvolume(CreateSubvolume action) throws E;

    /** Handles {@link CreateFifo}. */
    void createFifo(CreateFifo action) throws E;

    /** Handles {@link CreateSymlink}. */
    void createSymlink(CreateSymlink action) throws E;

    /** Handles {@link CreateDevice}. */
    void createDevice(CreateDevice action) throws E;

    /** Handles {@link Copy}. */
    void copy(Copy action) throws E;

    /** Handles {@link IgnorePath}. */
    void ignorePath(IgnorePath action) throws E;

    /** Handles {@link IgnoreInode}. */
    void ignoreInode(IgnoreInode action) throws E;

    /** Handles {@link Remove}. */
    void remove(Remove action) throws E;

    /** Handles {@link RemoveRecursively}. */
    void removeRecursively(RemoveRecursively action) throws E;

    /** Handles {@link AdjustMode}. */
    void adjustMode(AdjustMode action) throws E;

    /** Handles {@link SetExtendedAttributes}. */
    void setExtendedAttributes(SetExtendedAttributes action) throws E;

    /** Handles {@link SetFileAttributes}. */
    void setFileAttributes(SetFileAttributes action) throws E;

    /** Handles {@link SetAcl}. */
    void setAcl(SetAcl action) throws E;

    /** Handles {@link SetCapabilities}. */
    void setCapabilities(SetCapabilities action) throws E;
  }

  /**
   * A regular file ({@code f}, {@code f+}, {@code F}).
   *
   * @param truncate whether to empty an existing file and write it anew
   */
  record CreateFile(Bytes content, boolean truncate) implements Action {
    @Override
    public Bytes argument() {
      return content;
    }

    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.createFile(this);
    }
  }

  /** Content for an existing file ({@code w}, {@code w+}). */
  record WriteFile(Bytes content, boolean append) implements Action {
    @Override
    public Bytes argument() {
      return content;
    }

    @Override
    public boolean appends() {
      return append;
    }

    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.writeFile(this);
    }
  }

  /**
   * A directory ({@code d}, {@code D}).
   *
   * @param emptyOnRemove whether {@code --remove} removes its entries
   */
  record CreateDirectory(boolean emptyOnRemove) implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.createDirectory(this);
    }
  }

  /** Mode, owner and ageing of existing directories ({@code e}). */
  record AdjustDirectory() implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.adjustDirectory(this);
    }
  }

  /** A btrfs subvolume where possible, otherwise a directory ({@code v}, {@code q}, {@code Q}). */
  record CreateSubvolume(Quota quota) implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.createSubvolume(this);
    }
  }

  /** A named pipe ({@code p}). */
  record CreateFifo() implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.createFifo(this);
    }
  }

  /** A symbolic link ({@code L}). */
  record CreateSymlink(Bytes target) implements Action {
    @Override
    public Bytes argument() {
      return target;
    }

    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.createSymlink(this);
    }
  }

  /** A device node ({@code b}, {@code c}). */
  record CreateDevice(boolean block, int major, int minor) implements Action {
    @Override
    public Bytes argument() {
      return Bytes.latin1(Integer.toString(major).concat(":").concat(Integer.toString(minor)));
    }

    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.createDevice(this);
    }
  }

  /**
   * A copy of a tree ({@code C}).
   *
   * @param source absolute, below the alternate root if there is one
   */
  record Copy(BytePath source) implements Action {
    @Override
    public Bytes argument() {
      return source.bytes();
    }

    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.copy(this);
    }
  }

  /** Excludes a path and everything below it from cleaning ({@code x}). */
  record IgnorePath() implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.ignorePath(this);
    }
  }

  /** Excludes a path, but not what is below it, from cleaning ({@code X}). */
  record IgnoreInode() implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.ignoreInode(this);
    }
  }

  /** Removal of a file or an empty directory ({@code r}). */
  record Remove() implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.remove(this);
    }
  }

  /** Removal of a tree ({@code R}). */
  record RemoveRecursively() implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.removeRecursively(this);
    }
  }

  /** Mode and owner of existing files ({@code m}, {@code z}, {@code Z}). */
  record AdjustMode(boolean recursive) implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.adjustMode(this);
    }
  }

  /** Extended attributes ({@code t}, {@code T}). */
  record SetExtendedAttributes(List<XattrEntry> attributes, boolean recursive) implements Action {
    /** Takes a copy. */
    public SetExtendedAttributes {
      attributes = List.copyOf(attributes);
    }

    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.setExtendedAttributes(this);
    }
  }

  /**
   * File attributes ({@code h}, {@code H}), as in {@code FS_IOC_SETFLAGS} (ioctl_iflags(2)).
   *
   * @param mask the {@code FS_*_FL} bits to change
   * @param value those of them to set
   */
  record SetFileAttributes(int mask, int value, boolean recursive) implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.setFileAttributes(this);
    }
  }

  /** An access control list ({@code a}, {@code A}). */
  record SetAcl(AclText acl, boolean recursive) implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.setAcl(this);
    }
  }

  /** File capabilities ({@code k}, {@code K}). */
  record SetCapabilities(CapabilityText capabilities, boolean recursive) implements Action {
    @Override
    public <E extends Exception> void accept(Handler<E> handler) throws E {
      handler.setCapabilities(this);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.process.KernelFiles;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/**
 * Carries out {@code --create} for one line at one path: each action is handed to the class that
 * carries it out.
 */
final class LineCreator {
  private final RunContext context;
  private final KernelFiles kernel;
  private final HardLinks hardLinks;
  private final AccessLists lists;
  private final Files files;
  private final Directories directories;
  private final Nodes nodes;
  private final Symlinks symlinks;
  private final Copies copies;
  private final Permissions permissions;
  private final Adjustments adjustments;

  LineCreator(RunContext context, KernelFiles kernel, Subvolumes subvolumes) {
    this.context = context;
    this.kernel = kernel;
    this.hardLinks = new HardLinks(context.root(), kernel);
    this.lists = new AccessLists();
    this.permissions = new Permissions(context, hardLinks, lists);
    Parents parents = new Parents(context);
    Creation creation = new Creation(context, parents, permissions);
    this.files = new Files(context, creation, permissions, hardLinks);
    this.directories = new Directories(context, creation, permissions, subvolumes);
    this.nodes = new Nodes(context, creation, kernel);
    this.symlinks = new Symlinks(context, creation);
    this.copies = new Copies(context, parents, permissions, hardLinks);
    this.adjustments = new Adjustments(context);
  }

  /** Creates, writes or adjusts what the line asks for. */
  void create(Line line, BytePath path) throws IOException {
    line.action().accept(new At(line, path));
  }

  /** The actions at one path. */
  private final class At implements Action.Handler<IOException> {
    private final Line line;
    private final BytePath path;

    At(Line line, BytePath path) {
      this.line = line;
      this.path = path;
    }

    @Override
    public void createFile(Action.CreateFile action) throws IOException {
      files.create(line, action);
    }

    @Override
    public void writeFile(Action.WriteFile action) throws IOException {
      files.write(line, path, action);
    }

    @Override
    public void createDirectory(Action.CreateDirectory action) throws IOException {
      directories.create(line);
    }

    @Override
    public void adjustDirectory(Action.AdjustDirectory action) throws IOException {
      directories.adjust(line, path);
    }

    @Override
    public void createSubvolume(Action.CreateSubvolume action) throws IOException {
      directories.createSubvolume(line, action);
    }

    @Override
    public void createFifo(Action.CreateFifo action) throws IOException {
      nodes.createFifo(line);
    }

    @Override
    public void createSymlink(Action.CreateSymlink action) throws IOException {
      symlinks.create(line, action);
    }

    @Override
    public void createDevice(Action.CreateDevice action) throws IOException {
      nodes.createDevice(line, action);
    }

    @Override
    public void copy(Action.Copy action) throws IOException {
      copies.create(line, action);
    }

    @Override
    public void ignorePath(Action.IgnorePath action) {}

    @Override
    public void ignoreInode(Action.IgnoreInode action) {}

    @Override
    public void remove(Action.Remove action) {}

    @Override
    public void removeRecursively(Action.RemoveRecursively action) {}

    @Override
    public void adjustMode(Action.AdjustMode action) throws IOException {
      adjustments.run(line, path, action.recursive(), new ModeAdjustment(permissions));
    }

    @Override
    public void setExtendedAttributes(Action.SetExtendedAttributes action) throws IOException {
      ExtendedAttributes attributes = new ExtendedAttributes(context, hardLinks, action);
      adjustments.run(line, path, action.recursive(), attributes);
    }

    @Override
    public void setFileAttributes(Action.SetFileAttributes action) throws IOException {
      InodeFlags flags = new InodeFlags(context, hardLinks, action);
      adjustments.run(line, path, action.recursive(), flags);
    }

    @Override
    public void setAcl(Action.SetAcl action) throws IOException {
      adjustments.run(line, path, action.recursive(), new Acls(context, hardLinks, lists, action));
    }

    @Override
    public void setCapabilities(Action.SetCapabilities action) throws IOException {
      Capabilities capabilities = new Capabilities(context, hardLinks, kernel, action);
      adjustments.run(line, path, action.recursive(), capabilities);
    }
  }
}

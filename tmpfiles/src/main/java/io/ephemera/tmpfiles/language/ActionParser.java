// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the action of one line from its argument.
 *
 * <p>In two steps: words, which do not depend on the path, are read even if the path is not
 * selected; everything else is read only if it is.
 */
final class ActionParser {
  private final ParseContext context;
  private final SpecifierExpander specifiers;
  private final LineProblems problems;
  private final Modifiers modifiers;
  private final Field argument;
  private @Nullable XattrParser xattrs;
  private @Nullable Action words;

  ActionParser(ParseContext context, LineProblems problems, Modifiers modifiers, Field argument) {
    this.context = context;
    this.specifiers = new SpecifierExpander(context.specifiers());
    this.problems = problems;
    this.modifiers = modifiers;
    this.argument = argument;
  }

  /**
   * Reads the words, which follow at the position of {@code scanner}.
   *
   * @param used whether the line is used: if not, only mistakes that make it invalid are reported
   */
  void readWords(LineType type, Field typeField, FieldScanner scanner, boolean used)
      throws LineException {
    ArgumentRules.check(type, typeField, modifiers, argument);
    if (used || !type.isForgiving()) {
      readWords(type, scanner);
    }
  }

  private void readWords(LineType type, FieldScanner scanner) throws LineException {
    switch (type) {
      case CREATE_CHARACTER_DEVICE -> words = DeviceParser.parse(argument, false);
      case CREATE_BLOCK_DEVICE -> words = DeviceParser.parse(argument, true);
      case SET_ATTRIBUTES -> words = FileAttributeParser.parse(argument, false);
      case SET_ATTRIBUTES_RECURSIVELY -> words = FileAttributeParser.parse(argument, true);
      case SET_ACL -> words = acl(false);
      case SET_ACL_RECURSIVELY -> words = acl(true);
      case SET_CAPABILITIES -> words = capabilities(false);
      case SET_CAPABILITIES_RECURSIVELY -> words = capabilities(true);
      case SET_XATTRS, SET_XATTRS_RECURSIVELY -> xattrs = XattrParser.scan(scanner, problems);
      case CREATE_FILE,
          TRUNCATE_FILE,
          WRITE_FILE,
          CREATE_DIRECTORY,
          TRUNCATE_DIRECTORY,
          ADJUST_DIRECTORY,
          CREATE_SUBVOLUME,
          CREATE_SUBVOLUME_INHERITING_QUOTA,
          CREATE_SUBVOLUME_WITH_NEW_QUOTA,
          CREATE_FIFO,
          CREATE_SYMLINK,
          COPY,
          IGNORE_PATH,
          IGNORE_INODE,
          REMOVE,
          REMOVE_RECURSIVELY,
          ADJUST_MODE_LEGACY,
          ADJUST_MODE,
          ADJUST_MODE_RECURSIVELY -> {}
    }
  }

  private Action acl(boolean recursive) {
    return new Action.SetAcl(AclParser.parse(context, argument, problems), recursive);
  }

  private Action capabilities(boolean recursive) {
    return new Action.SetCapabilities(CapabilityParser.parse(argument, problems), recursive);
  }

  /** The action of the line. */
  Action finish(LineType type, BytePath path) throws LineException {
    TextArgument text = new TextArgument(context, specifiers, modifiers, argument);
    Action action = action(type, path, text);
    boolean hasContent = action instanceof Action.CreateFile || action instanceof Action.WriteFile;
    if (modifiers.credential() && !hasContent) {
      text.credential(credentialName(action, text));
    }
    return action;
  }

  /** Other types do not use the credential, but without it their line is ignored. */
  private static String credentialName(Action action, TextArgument text) {
    if (action instanceof Action.CreateSymlink link) {
      return link.target().latin1();
    }
    return action instanceof Action.Copy copy ? copy.source().latin1() : text.raw();
  }

  private Action action(LineType type, BytePath path, TextArgument text) throws LineException {
    return switch (type) {
      case CREATE_FILE -> new Action.CreateFile(text.content(), modifiers.plus());
      case TRUNCATE_FILE -> new Action.CreateFile(text.content(), true);
      case WRITE_FILE -> new Action.WriteFile(text.content(), modifiers.plus());
      case CREATE_DIRECTORY -> new Action.CreateDirectory(false);
      case TRUNCATE_DIRECTORY -> new Action.CreateDirectory(true);
      case ADJUST_DIRECTORY -> new Action.AdjustDirectory();
      case CREATE_SUBVOLUME -> new Action.CreateSubvolume(Quota.NONE);
      case CREATE_SUBVOLUME_INHERITING_QUOTA -> new Action.CreateSubvolume(Quota.INHERIT);
      case CREATE_SUBVOLUME_WITH_NEW_QUOTA -> new Action.CreateSubvolume(Quota.NEW);
      case CREATE_FIFO -> new Action.CreateFifo();
      case CREATE_SYMLINK -> new Action.CreateSymlink(text.target(path));
      case COPY -> new Action.Copy(text.source(path));
      case IGNORE_PATH -> new Action.IgnorePath();
      case IGNORE_INODE -> new Action.IgnoreInode();
      case REMOVE -> new Action.Remove();
      case REMOVE_RECURSIVELY -> new Action.RemoveRecursively();
      case ADJUST_MODE_LEGACY, ADJUST_MODE -> new Action.AdjustMode(false);
      case ADJUST_MODE_RECURSIVELY -> new Action.AdjustMode(true);
      case SET_XATTRS -> Objects.requireNonNull(xattrs).finish(specifiers, false);
      case SET_XATTRS_RECURSIVELY -> Objects.requireNonNull(xattrs).finish(specifiers, true);
      case CREATE_CHARACTER_DEVICE,
          CREATE_BLOCK_DEVICE,
          SET_ATTRIBUTES,
          SET_ATTRIBUTES_RECURSIVELY,
          SET_ACL,
          SET_ACL_RECURSIVELY,
          SET_CAPABILITIES,
          SET_CAPABILITIES_RECURSIVELY ->
          Objects.requireNonNull(words);
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads an argument that is text: the content of a file, the target of a link, a copy source. */
final class TextArgument {
  private static final String FACTORY = "/usr/share/factory";

  private final ParseContext context;
  private final SpecifierExpander specifiers;
  private final Modifiers modifiers;
  private final Field argument;

  TextArgument(
      ParseContext context, SpecifierExpander specifiers, Modifiers modifiers, Field argument) {
    this.context = context;
    this.specifiers = specifiers;
    this.modifiers = modifiers;
    this.argument = argument;
  }

  /** The content of a file; empty if the argument is not set. */
  Bytes content() throws LineException {
    String text = modifiers.base64() ? raw() : expanded();
    if (modifiers.credential()) {
      text = credential(text);
    }
    if (text.isEmpty()) {
      return Bytes.EMPTY;
    }
    return Bytes.latin1(modifiers.base64() ? Base64Decoder.decode(text, argument.column()) : text);
  }

  /** The target of a symbolic link. */
  Bytes target(BytePath path) throws LineException {
    return Bytes.latin1(argument.isUnset() ? FACTORY.concat(path.latin1()) : expanded());
  }

  /** The source of a copy. */
  BytePath source(BytePath path) throws LineException {
    BytePath source = BytePath.of(target(path));
    if (!source.isAbsolute()) {
      throw LineException.error(
          argument.column(),
          "relative source " + Excerpt.quoted(source) + ": expected an absolute path");
    }
    if (!context.copySources().exists(source)) {
      throw LineException.of(
          argument.column(),
          Problem.Level.DEBUG,
          "copy source " + Excerpt.quoted(source) + " does not exist; line ignored");
    }
    return source;
  }

  /** The argument unchanged, or empty if it is not set. */
  String raw() {
    return argument.isUnset() ? "" : argument.text();
  }

  private String expanded() throws LineException {
    if (argument.isUnset()) {
      return "";
    }
    Field decoded = argument;
    if (argument.text().indexOf('\\') >= 0) {
      decoded =
          new Field(
              Escapes.decodeAll(argument.text(), argument.column()), argument.column(), false);
    }
    String expanded = specifiers.expand(decoded);
    SpecifierExpander.requireLength(expanded, argument);
    return expanded;
  }

  /** The content of a credential. */
  String credential(String text) throws LineException {
    CredentialName name = CredentialName.of(text);
    if (name == null) {
      throw LineException.of(
          argument.column(),
          Problem.Level.ABORT,
          "invalid credential name "
              + Excerpt.quoted(text)
              + ": expected a file name of printable ASCII characters without ':'");
    }
    Bytes content = read(name);
    if (content == null) {
      throw LineException.of(
          argument.column(),
          Problem.Level.DEBUG,
          "credential " + Excerpt.quoted(text) + " does not exist; line ignored");
    }
    return content.latin1();
  }

  private @Nullable Bytes read(CredentialName name) throws LineException {
    try {
      return context.credentials().read(name);
    } catch (IOException e) {
      throw LineException.of(
          argument.column(),
          Problem.Level.ABORT,
          "cannot read credential " + Excerpt.quoted(name.text()) + ": " + e.getMessage());
    }
  }
}

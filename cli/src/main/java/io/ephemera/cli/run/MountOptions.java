// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Translates the options for what only the command sees. */
final class MountOptions {
  private final ParsedCommandLine line;

  /** What a unit file asks for; the options add to it. */
  private final MountPlan before;

  private MountOptions(ParsedCommandLine line, MountPlan before) {
    this.line = line;
    this.before = before;
  }

  static MountPlan read(ParsedCommandLine line, MountPlan before)
      throws UsageException, IOException {
    return new MountOptions(line, before).read();
  }

  private MountPlan read() throws UsageException, IOException {
    PrivateTmp tmp = tmp();
    List<BytePath> exceptions = new ArrayList<>();
    for (Bytes value : line.all(RunDefinition.EXCEPTION)) {
      exceptions.add(DeclarationOptions.absolute(RunDefinition.EXCEPTION, value));
    }
    boolean required = line.has(RunDefinition.REQUIRE_PRIVATE_TMP) || before.tmpRequired();
    require(
        !(tmp instanceof PrivateTmp.Shared)
            || (exceptions.isEmpty() && (before.tmpRequired() || !required)),
        "--exception and --require-private-tmp require --private-tmp");
    return new MountPlan(
        tmp, required, exceptions, others(), before.access(), line.has(RunDefinition.PRIVATE_IPC));
  }

  private PrivateTmp tmp() throws UsageException {
    Bytes size = line.last(RunDefinition.TMP_SIZE);
    boolean wanted = line.has(RunDefinition.PRIVATE_TMP);
    boolean onDisk =
        wanted && line.text(RunDefinition.PRIVATE_TMP, "").equals(RunDefinition.ON_DISK);
    require(size == null || (wanted && !onDisk), "--tmp-size requires --private-tmp=tmpfs");
    if (!wanted) {
      return before.tmp();
    }
    return onDisk
        ? new PrivateTmp.OnDisk()
        : new PrivateTmp.InMemory(
            size == null ? PrivateTmp.InMemory.USUAL_SIZE : validSize(size.latin1()));
  }

  private static String validSize(String size) throws UsageException {
    require(
        size.matches("[1-9][0-9]{0,14}[kKmMgG]?|[1-9][0-9]?%|100%"),
        "invalid --tmp-size=" + Bytes.latin1(size) + ": expected one such as 64m, 2g or 10%");
    return size;
  }

  private List<MountRequest> others() throws UsageException, IOException {
    List<MountRequest> mounts = new ArrayList<>(before.others());
    for (Bytes value : line.all(RunDefinition.BIND)) {
      mounts.add(bind(RunDefinition.BIND, value, false));
    }
    for (Bytes value : line.all(RunDefinition.BIND_READ_ONLY)) {
      mounts.add(bind(RunDefinition.BIND_READ_ONLY, value, true));
    }
    for (Bytes value : line.all(RunDefinition.TMPFS)) {
      BytePath target = DeclarationOptions.absolute(RunDefinition.TMPFS, value);
      mounts.add(new MountRequest.Tmpfs(target));
    }
    return mounts;
  }

  /** {@code PATH} or {@code PATH:TARGET}; {@code \:} is a colon in a path. */
  private static MountRequest bind(Option option, Bytes value, boolean readOnly)
      throws UsageException, IOException {
    List<Bytes> parts = split(value.latin1());
    require(
        parts.size() <= 2, "invalid --" + option.name() + "=" + value + ": expected PATH:TARGET");
    BytePath source = DeclarationOptions.absolute(option, parts.getFirst());
    BytePath target = DeclarationOptions.absolute(option, parts.getLast());
    return new MountRequest.Bind(source, target, readOnly);
  }

  private static List<Bytes> split(String text) {
    List<Bytes> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        parts.add(Bytes.latin1(part.toString()));
        part.setLength(0);
      } else {
        boolean escaped = c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ':';
        part.append(escaped ? text.charAt(++i) : c);
      }
    }
    parts.add(Bytes.latin1(part.toString()));
    return parts;
  }
}

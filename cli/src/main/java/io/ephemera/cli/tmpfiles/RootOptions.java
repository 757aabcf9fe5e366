// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.image.DiskImage;
import io.ephemera.image.ImagePolicy;
import io.ephemera.image.InvalidPolicyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates {@code --root=}, {@code --image=} and {@code --image-policy=}. */
final class RootOptions {
  private RootOptions() {}

  /**
   * The directory used as the root directory, or null for that of the host. An image is mounted
   * first.
   */
  static @Nullable BytePath root(ParsedCommandLine line, EnvironmentVariables variables)
      throws UsageException, IOException {
    BytePath root = TmpfilesRequest.path(line.last(TmpfilesDefinition.ROOT));
    Bytes policy = line.last(TmpfilesDefinition.IMAGE_POLICY);
    BytePath image = TmpfilesRequest.path(line.last(TmpfilesDefinition.IMAGE));
    if (policy == null && image == null) {
      return root;
    }
    ImagePolicy checked = policy == null ? ImagePolicy.open() : policy(policy);
    return image == null ? root : mount(image, checked, line, variables);
  }

  private static ImagePolicy policy(Bytes text) throws UsageException {
    try {
      return ImagePolicy.of(text.latin1());
    } catch (InvalidPolicyException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static BytePath mount(
      BytePath image, ImagePolicy policy, ParsedCommandLine line, EnvironmentVariables variables)
      throws IOException {
    List<Bytes> needed = new ArrayList<>(line.arguments());
    needed.addAll(line.all(TmpfilesDefinition.REPLACE));
    needed.add(Bytes.latin1(variables.text("CREDENTIALS_DIRECTORY")));
    needed.add(Bytes.utf8(System.getProperty("java.home", "")));
    boolean readOnly =
        line.has(TmpfilesDefinition.DRY_RUN)
            || line.has(TmpfilesDefinition.CAT_CONFIG)
            || line.has(TmpfilesDefinition.TLDR);
    return DiskImage.mount(image, policy, readOnly, needed);
  }
}

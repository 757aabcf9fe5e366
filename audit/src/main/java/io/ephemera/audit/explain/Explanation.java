// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.audit.names.KnownName;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileSystem;
import io.ephemera.host.packages.Owner;
import io.ephemera.host.schedule.CleanerSchedule;
import io.ephemera.host.schedule.CleanerVersion;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.host.uses.Coverage;
import io.ephemera.host.uses.Use;
import io.ephemera.host.views.MountViews;
import io.ephemera.process.MountInfo;
import io.ephemera.tmpfiles.language.Line;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one path.
 *
 * @param path as it was asked for, absolute
 * @param real without symbolic links in its directory
 * @param now the time as of which the fates are, in microseconds since 1970
 * @param chain its components
 * @param mount the mount that it is in; null if not known
 * @param fileSystem how full that is; null if not known
 * @param known what is known of its name
 * @param rule the rule of the house; null if none applies
 * @param lines the lines of tmpfiles.d(5) for it and the directories above
 * @param owners the packages of their files
 * @param fates what each kind of run does to it
 * @param claims what units say about it
 * @param schedule when cleaners run
 * @param version of systemd-tmpfiles
 * @param usage who uses it; null for an image, which has no processes
 * @param maker who probably made it; null if there is no sign
 * @param pidFile which process it names; null if it is no pid file
 * @param views what others see there; null for an image, or if not known
 * @param advice lines to paste
 * @param gaps what else could not be seen, in sentences
 */
public record Explanation(
    BytePath path,
    BytePath real,
    long now,
    Chain chain,
    MountInfo.@Nullable Mount mount,
    @Nullable FileSystem fileSystem,
    Optional<KnownName> known,
    @Nullable HouseRule rule,
    List<Line> lines,
    Map<String, Owner> owners,
    Fates fates,
    List<UnitClaim> claims,
    CleanerSchedule schedule,
    CleanerVersion version,
    @Nullable Usage usage,
    @Nullable Maker maker,
    @Nullable PidFile pidFile,
    @Nullable MountViews views,
    Advice advice,
    List<String> gaps) {

  /**
   * What each kind of run does to a path.
   *
   * @param clean {@code --clean}
   * @param remove {@code --remove} at any time
   * @param boot {@code --remove --boot}
   * @param purge {@code --purge}
   */
  public record Fates(Foreseen clean, Foreseen remove, Foreseen boot, Foreseen purge) {}

  /**
   * Who uses a path.
   *
   * @param holders of it, and of what is in it
   * @param deleted of what had the path, or was in it, and has no name any more
   * @param coverage how many processes were seen
   * @param ofAll whether they were asked for all that is in it: of very many files, for the first
   *     20,000
   */
  public record Usage(List<Holder> holders, List<Use> deleted, Coverage coverage, boolean ofAll) {
    /** Whether everything was seen: only then does no holder mean that there is none. */
    public boolean isComplete() {
      return ofAll && coverage.isComplete();
    }
  }
}

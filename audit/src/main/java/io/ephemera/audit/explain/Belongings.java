// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.host.services.UnitFacts;
import io.ephemera.host.services.UnitState;
import io.ephemera.host.uses.Use;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is temporary of a unit or of one process.
 *
 * @param process which process; null for a unit
 * @param unit the name of the unit, or that of the process; null if it is in none
 * @param facts what its files say; null if it has none
 * @param now the time as of which the fates are, in microseconds since 1970
 * @param processes those of the unit, or the one
 * @param places where temporary places lead for them
 * @param variables those of their environment that name temporary places
 * @param directories what the files of the unit name, and its private directories
 * @param files what the processes use in temporary places
 * @param unseen the processes whose files could not be seen
 * @param gaps what else could not be seen, in sentences
 */
public record Belongings(
    @Nullable HostProcess process,
    @Nullable String unit,
    @Nullable UnitFacts facts,
    long now,
    List<HostProcess> processes,
    List<PlaceView> places,
    List<Variable> variables,
    List<Named> directories,
    List<UsedFile> files,
    List<HostProcess> unseen,
    List<String> gaps) {
  /** Takes copies. */
  public Belongings {
    processes = List.copyOf(processes);
    places = List.copyOf(places);
    variables = List.copyOf(variables);
    directories = List.copyOf(directories);
    files = List.copyOf(files);
    unseen = List.copyOf(unseen);
    gaps = List.copyOf(gaps);
  }

  /** Whether it runs: a unit with processes does. */
  public UnitState.Running running() {
    return !processes.isEmpty()
        ? UnitState.Running.YES
        : facts == null ? UnitState.Running.UNKNOWN : facts.state().running();
  }

  /**
   * Where a temporary place leads.
   *
   * @param path as the processes know it
   * @param here where it is on this host; null if nowhere, or not known
   * @param fileSystem its type; empty if not known
   */
  public record PlaceView(
      BytePath path, @Nullable BytePath here, String fileSystem, List<HostProcess> processes) {
    /** Takes a copy. */
    public PlaceView {
      processes = List.copyOf(processes);
    }

    /** Whether it is the same as on this host. */
    public boolean isOfHost() {
      return path.equals(here);
    }
  }

  /** A variable with the value that some of the processes were started with. */
  public record Variable(String name, Bytes value, List<HostProcess> processes) {
    /** Takes a copy. */
    public Variable {
      processes = List.copyOf(processes);
    }
  }

  /**
   * A path that the unit names.
   *
   * @param forecast what is there, and what becomes of it; null if nothing is
   */
  public record Named(UnitClaim claim, @Nullable Forecast forecast) {}

  /**
   * A file in a temporary place that processes use.
   *
   * @param path as the processes know it
   * @param here where it is on this host; null if nowhere, or not known
   * @param deleted whether it has no name any more
   * @param proven whether device and inode number prove that it is the file at {@code here}
   * @param uses how it is used
   * @param forecast what becomes of it; null if that is not known, or it has no name here
   */
  public record UsedFile(
      BytePath path,
      @Nullable BytePath here,
      boolean deleted,
      boolean proven,
      List<Use> uses,
      @Nullable Forecast forecast) {
    /** Takes a copy. */
    public UsedFile {
      uses = List.copyOf(uses);
    }
  }
}

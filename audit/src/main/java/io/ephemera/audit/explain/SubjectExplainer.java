// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.ProcessTable;
import io.ephemera.host.services.PrivateTmpDirectories;
import io.ephemera.host.services.ServiceFacts;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.host.services.UnitFacts;
import io.ephemera.tmpfiles.engine.Foresight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Explains all that is temporary of a unit or of a process. Not thread-safe. */
public final class SubjectExplainer implements AutoCloseable {
  private final Foresight usual;
  private final Foresight boot;
  private final Root root;
  private final ServiceFacts services;
  private final Forecaster forecaster;
  private final List<String> gaps = new ArrayList<>();

  /**
   * An explainer of the root directory of two configurations. Closing it closes both.
   *
   * @param usual the configuration as the cleaner reads it
   * @param boot the configuration as it is read at boot, with its lines marked {@code !}
   */
  public SubjectExplainer(Foresight usual, Foresight boot) {
    this.usual = usual;
    this.boot = boot;
    this.root = usual.root();
    this.services = ServiceFacts.read(root);
    this.forecaster = new Forecaster(usual, boot, services);
  }

  /**
   * Explains a unit: its processes, if this is the running system, and what its files say.
   *
   * @param name its whole name, or an alias
   * @throws UnknownSubjectException if there is no file and no process of it
   * @throws IOException if /proc or a temporary place cannot be looked at
   */
  public Belongings unit(String name) throws IOException {
    UnitFacts facts = services.unit(name);
    String full = facts == null ? name : facts.name();
    List<HostProcess> processes = new ArrayList<>();
    Set<String> others = new TreeSet<>(services.unitNames());
    for (HostProcess process : root.isHost() ? processes() : List.<HostProcess>of()) {
      if (process.placement().isIn(full)) {
        processes.add(process);
      }
      if (process.placement().unit() != null) {
        boolean _ = others.add(process.placement().unit());
      }
    }
    if (facts == null && processes.isEmpty()) {
      throw new UnknownSubjectException("unknown unit '" + name + "'", List.copyOf(others));
    }
    return found(null, full, facts, processes);
  }

  /**
   * Explains a process of this system.
   *
   * @throws UnknownSubjectException if there is none
   * @throws IOException if /proc or a temporary place cannot be looked at
   */
  public Belongings process(int pid) throws IOException {
    for (HostProcess process : processes()) {
      if (process.pid() == pid) {
        String unit = process.placement().unit();
        UnitFacts facts = unit == null ? null : services.unit(unit);
        return found(process, unit, facts, List.of(process));
      }
    }
    throw new UnknownSubjectException("no process has the ID " + pid, List.of());
  }

  private List<HostProcess> processes() throws SystemCallException {
    ProcessTable table = ProcessTable.read();
    if (table.hidden()) {
      gaps.add("processes of other users: /proc hides them");
    }
    if (table.silent() > 0) {
      gaps.add(table.silent() + " processes, which did not answer in time");
    }
    return table.processes();
  }

  private Belongings found(
      @Nullable HostProcess process,
      @Nullable String unit,
      @Nullable UnitFacts facts,
      List<HostProcess> processes)
      throws IOException {
    List<Belongings.Named> named = named(unit, facts);
    Surroundings surroundings = Surroundings.of(processes);
    List<Belongings.UsedFile> files =
        processes.isEmpty()
            ? List.of()
            : new TemporaryUses(root, forecaster, surroundings, gaps).find();
    List<String> all = new ArrayList<>(gaps);
    all.addAll(services.gaps());
    return new Belongings(
        process,
        unit,
        facts,
        usual.now(),
        processes,
        surroundings.shown(),
        surroundings.variables(),
        named,
        files,
        surroundings.unseen(),
        all);
  }

  /** What its files name, and its private directories in /tmp and /var/tmp. */
  private List<Belongings.Named> named(@Nullable String unit, @Nullable UnitFacts facts)
      throws IOException {
    List<UnitClaim> claims = new ArrayList<>(facts == null ? List.of() : facts.claims());
    if (unit != null) {
      for (BytePath path : PrivateTmpDirectories.of(root, unit)) {
        claims.addAll(
            services.claims(path).stream().filter(one -> one.unit().equals(unit)).toList());
      }
    }
    List<Belongings.Named> named = new ArrayList<>();
    for (UnitClaim claim : claims) {
      named.add(new Belongings.Named(claim, forecast(claim.path())));
    }
    return named;
  }

  private @Nullable Forecast forecast(BytePath path) {
    try {
      return forecaster.of(path);
    } catch (IOException e) {
      gaps.add(path + ": " + e.getMessage());
      return null;
    }
  }

  @Override
  public void close() {
    usual.close();
    boot.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.audit.names.KnownName;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.services.PrivateTmpName;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseDetail;
import io.ephemera.host.uses.UseKind;
import io.ephemera.process.RunningProcess;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says who probably made a file; the strongest reason first. */
final class Makers {
  private Makers() {}

  static @Nullable Maker of(
      BytePath path,
      Stat stat,
      Optional<KnownName> known,
      List<Holder> holders,
      List<UnitClaim> claims) {
    for (Holder holder : holders) {
      HostProcess process = holder.use().process();
      if (process != null && holder.path().equals(path) && isMaking(holder.use())) {
        boolean owns = process.uid() == stat.uid();
        return new Maker(
            shown(process),
            (holder.use().kind() == UseKind.BOUND_SOCKET ? "it is bound to it" : "it writes to it")
                + (owns ? " and runs as its owner" : ""));
      }
    }
    for (BytePath at = path; !at.isRoot(); at = at.parent()) {
      Name name = at.name();
      PrivateTmpName ofUnit = name == null ? null : PrivateTmpName.parse(name);
      if (ofUnit != null) {
        return new Maker(ofUnit.unit().toString(), at + " is the private /tmp of that unit");
      }
    }
    return known.isPresent() ? ofName(known.get()) : ofClaim(claims);
  }

  private static Maker ofName(KnownName known) {
    String program = known.row().program();
    if (known.pid().isPresent()) {
      RunningProcess process = RunningProcess.find(known.pid().get());
      return process == null
          ? new Maker(program, "the name is one of its; the pid in it is not alive")
          : new Maker(
              program + ", pid " + process.pid() + " (" + process.command() + ")",
              "the name is one of its, and the pid in it is alive");
    }
    return new Maker(program, "the name is one of its: " + known.pattern());
  }

  private static @Nullable Maker ofClaim(List<UnitClaim> claims) {
    return claims.isEmpty()
        ? null
        : new Maker(
            claims.getFirst().unit(), "the unit names it: " + claims.getFirst().directive());
  }

  private static boolean isMaking(Use use) {
    return use.kind() == UseKind.BOUND_SOCKET
        || (use.detail() instanceof UseDetail.Descriptor open && open.access().writes());
  }

  private static String shown(HostProcess process) {
    Bytes name = process.name();
    String unit = process.placement().unit();
    return name + ", pid " + process.pid() + (unit == null ? "" : ", " + unit);
  }
}

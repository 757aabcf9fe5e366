// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units and containers as the paths of control groups name them. */
class PlacementTest {
  private static final String ID =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0::/, -, -",
        "0::/system.slice/nginx.service, nginx.service, -",
        "0::/system.slice/system-getty.slice/getty@tty1.service, getty@tty1.service, -",
        "0::/user.slice/user-1000.slice/session-3.scope, session-3.scope, -",
        "0::/user.slice/user-1.slice/user@1.service/app.slice/foo.service, foo.service, -",
        "0::/system.slice/nginx.service/worker, nginx.service, -",
        "0::/system.slice/_odd.service, odd.service, -",
        "0::/system.slice/docker-ID.scope, docker-ID.scope, DOCKER ID",
        "0::/docker/ID, -, DOCKER ID",
        "0::/docker/ID/system.slice/nginx.service, nginx.service, DOCKER ID",
        "0::/machine.slice/libpod-ID.scope/container, libpod-ID.scope, PODMAN ID",
        "0::/machine.slice/libpod-conmon-ID.scope, libpod-conmon-ID.scope, -",
        "0::/libpod_parent/libpod-ID, -, PODMAN ID",
        "0::/kubepods.slice/kubepods-podx.slice/cri-containerd-ID.scope, cri-containerd-ID.scope,"
            + " CONTAINERD ID",
        "0::/system.slice/kubepods-podx.slice:cri-containerd:ID, -, CONTAINERD ID",
        "0::/kubepods.slice/kubepods-podx.slice/crio-ID.scope, crio-ID.scope, CRI_O ID",
        "0::/kubepods/besteffort/pod1/ID, -, KUBERNETES ID",
        "0::/build/ID, -, -",
        "0::/lxc.payload.web/system.slice/cron.service, cron.service, LXC web",
        "0::/lxc.monitor.web, -, -",
        "0::/lxc/web, -, LXC web",
        "0::/machine.slice/machine-deb.scope/payload, machine-deb.scope, NSPAWN deb",
        "0::/machine.slice/systemd-nspawn@deb.service/payload, systemd-nspawn@deb.service,"
            + " NSPAWN deb",
        "0::/machine.slice/machine-qemu.scope, machine-qemu.scope, -",
        "0::/user.slice/user@1.service/$(reboot).service, user@1.service, -",
        "0::/user.slice/user@1.service/a b.service, user@1.service, -",
        "0::/lxc.payload.a$b, -, -",
        "12:memory:/x.service;1:name=systemd:/a.service;0::/, a.service, -",
        "12:memory:/x.service;0::/b.service, b.service, -",
        "'', -, -",
      })
  void theInnermostUnitAndContainerAreFound(String text, String unit, String container) {
    Placement placement = Placement.parse(text.replace("ID", ID).replace(';', '\n'));
    assertThat(placement.unit()).isEqualTo(unit == null ? null : unit.replace("ID", ID));
    Container found = placement.container();
    assertThat(found == null ? null : found.engine() + " " + found.id())
        .isEqualTo(container == null ? null : container.replace("ID", ID));
  }

  /** A user may name control groups below its own as it likes. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0::/system.slice/nginx.service, nginx.service",
        "0::/system.slice/nginx.service/worker, nginx.service",
        "0::/system.slice/own.service/nginx.service, own.service",
        "0::/user.slice/user-1.slice/user@1.service/nginx.service, -",
        "0::/user.slice/user-1.slice/session-3.scope, -",
        "0::/docker/ID/system.slice/nginx.service, -",
        "0::/, -",
      })
  void theUnitOfTheSystemIsTheOutermost(String text, String unit) {
    assertThat(Placement.parse(text.replace("ID", ID)).systemUnit()).isEqualTo(unit);
  }

  @ParameterizedTest
  @CsvSource({
    "0::/system.slice/nginx.service, nginx.service, true",
    "0::/system.slice/nginx.service/worker, nginx.service, true",
    "0::/system.slice/nginx.service, system.slice, true",
    "0::/user.slice/user-1.slice/user@1.service/app.slice/foo.service, user@1.service, true",
    "0::/system.slice/_odd.service, odd.service, true",
    "0::/system.slice/nginx.service, ginx.service, false",
    "0::/system.slice/nginx.service, nginx, false",
    "'', nginx.service, false",
  })
  void aProcessBelongsToTheUnitsAboveIt(String text, String unit, boolean belongs) {
    assertThat(Placement.parse(text).isIn(unit)).isEqualTo(belongs);
  }
}

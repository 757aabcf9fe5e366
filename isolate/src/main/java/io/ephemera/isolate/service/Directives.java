// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.units.syntax.Booleans;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each directive of the sections {@code [Unit]}, {@code [Service]} and {@code
 * [Install]} of systemd 262: systemd.unit(5), systemd.service(5), systemd.exec(5), systemd.kill(5),
 * systemd.resource-control(5). The one table of them; a name that is in none is unknown.
 */
public final class Directives {
  /** What becomes of a directive. */
  public enum Handling {
    /** It has its effect. */
    HONOURED,
    /**
     * It has none, and the command lacks nothing that protects others from it: how the manager
     * orders, restarts, stops, accounts and logs.
     */
    IGNORED,
    /** A unit that asks for it is not run, unless without it. */
    REFUSED
  }

  private static final String IN_UNIT = "Unit";
  private static final String IN_SERVICE = "Service";
  private static final String IN_INSTALL = "Install";

  /** Names in one text, each with a blank on both sides: a run with a unit file looks up a few. */
  private static final String HONOURED_WITH_MOUNTS =
      """
       PrivateTmp ProtectSystem ProtectHome ReadWritePaths ReadOnlyPaths InaccessiblePaths
       ReadWriteDirectories ReadOnlyDirectories InaccessibleDirectories
       BindPaths BindReadOnlyPaths TemporaryFileSystem
      """;

  private static final String HONOURED =
      """
       ExecStart ExecStartPre Type User Group SupplementaryGroups
       Environment EnvironmentFile PassEnvironment UnsetEnvironment WorkingDirectory UMask
       RuntimeDirectory RuntimeDirectoryMode RuntimeDirectoryPreserve StateDirectory StateDirectoryMode
       CacheDirectory CacheDirectoryMode LogsDirectory LogsDirectoryMode
       ConfigurationDirectory ConfigurationDirectoryMode
       NoNewPrivileges
       LimitCPU LimitFSIZE LimitDATA LimitSTACK LimitCORE LimitRSS LimitNOFILE LimitAS LimitNPROC
       LimitMEMLOCK LimitLOCKS LimitSIGPENDING LimitMSGQUEUE LimitNICE LimitRTPRIO LimitRTTIME
       Nice OOMScoreAdjust IgnoreSIGPIPE StandardInput StandardOutput StandardError
      """
          + HONOURED_WITH_MOUNTS;

  private static final String IGNORED_IN_UNIT =
      """
       Description Documentation SourcePath Requires Requisite Wants BindsTo BindTo Upholds Conflicts
       Before After OnSuccess OnFailure PropagatesReloadTo PropagateReloadTo ReloadPropagatedFrom
       PropagateReloadFrom PropagatesStopTo StopPropagatedFrom PartOf RequiresOverridable
       RequisiteOverridable RequiresMountsFor WantsMountsFor StopWhenUnneeded RefuseManualStart
       RefuseManualStop AllowIsolate DefaultDependencies SurviveFinalKillSignal OnSuccessJobMode
       OnFailureJobMode OnFailureIsolate IgnoreOnIsolate JobTimeoutSec JobRunningTimeoutSec
       JobTimeoutAction JobTimeoutRebootArgument StartLimitIntervalSec StartLimitInterval
       StartLimitBurst StartLimitAction FailureAction SuccessAction FailureActionExitStatus
       SuccessActionExitStatus RebootArgument CollectMode
      """;

  private static final String IGNORED_IN_SERVICE =
      """
       ExecReload ExecReloadPost ExecStop ExecStopPost PIDFile Restart RestartMode RestartSec
       RestartSteps RestartMaxDelaySec RestartRandomizedDelaySec RestartPreventExitStatus
       RestartForceExitStatus TimeoutSec TimeoutStartSec TimeoutStopSec TimeoutAbortSec
       TimeoutStartFailureMode TimeoutStopFailureMode TimeoutCleanSec RuntimeMaxSec
       RuntimeRandomizedExtraSec WatchdogSec StartLimitInterval StartLimitBurst StartLimitAction
       FailureAction RebootArgument ExitType RemainAfterExit GuessMainPID SuccessExitStatus NonBlocking
       BusName FileDescriptorStoreMax FileDescriptorStorePreserve LUOSession NotifyAccess Sockets
       OOMPolicy ReloadSignal RefreshOnReload SendSIGKILL SendSIGHUP KillMode KillSignal
       RestartKillSignal FinalKillSignal WatchdogSignal
       SyslogIdentifier SyslogFacility SyslogLevel SyslogLevelPrefix LogLevelMax LogRateLimitIntervalSec
       LogRateLimitBurst LogExtraFields LogFilterPatterns LogNamespace BindLogSockets UtmpIdentifier
       UtmpMode TTYPath TTYReset TTYVHangup TTYVTDisallocate TTYRows TTYColumns ImportCredential
       KeyringMode RemoveIPC MountAPIVFS CoredumpFilter CoredumpReceive TimerSlackNSec MemoryKSM
       MemoryTHP IOSchedulingClass IOSchedulingPriority CPUSchedulingPolicy CPUSchedulingPriority
       CPUSchedulingResetOnFork CPUAffinity NUMAPolicy NUMAMask
       StateDirectoryAccounting StateDirectoryQuota CacheDirectoryAccounting CacheDirectoryQuota
       LogsDirectoryAccounting LogsDirectoryQuota
       Slice AllowedCPUs StartupAllowedCPUs AllowedMemoryNodes StartupAllowedMemoryNodes CPUSetPartition
       CPUAccounting CPUWeight StartupCPUWeight CPUShares StartupCPUShares CPUQuota CPUQuotaPeriodSec
       MemoryAccounting MemoryMin DefaultMemoryMin DefaultMemoryLow MemoryLow StartupMemoryLow MemoryHigh
       StartupMemoryHigh MemoryMax StartupMemoryMax MemoryLimit MemorySwapMax StartupMemorySwapMax
       MemoryZSwapMax StartupMemoryZSwapMax MemoryZSwapWriteback IOAccounting BlockIOAccounting IOWeight
       StartupIOWeight IODeviceWeight IOReadBandwidthMax IOWriteBandwidthMax IOReadIOPSMax IOWriteIOPSMax
       IODeviceLatencyTargetSec BlockIOWeight TasksAccounting TasksMax Delegate DelegateSubgroup
       DisableControllers IPAccounting ManagedOOMSwap ManagedOOMMemoryPressure
       ManagedOOMMemoryPressureLimit ManagedOOMMemoryPressureDurationSec ManagedOOMPreference OOMRules
       MemoryPressureThresholdSec MemoryPressureWatch CPUPressureThresholdSec CPUPressureWatch
       IOPressureThresholdSec IOPressureWatch
      """;

  private static final String IGNORED_IN_INSTALL =
      " Alias WantedBy RequiredBy UpheldBy Also DefaultInstance ";

  /**
   * Names, each with the value that asks for nothing. Most also do so with an empty value; those
   * with a word here do not: see {@link #changesNothing}.
   */
  private static final String REFUSED =
      """
       ExecCondition= ExecStartPost= StandardInputText= StandardInputData= OpenFile= PAMName=
       SetLoginEnvironment= PermissionsStartOnly=no RootDirectoryStartOnly=no ExecSearchPath=
       USBFunctionDescriptors= USBFunctionStrings= Personality=
       DynamicUser=no RootDirectory=/ RootImage= RootImageOptions= RootImagePolicy= RootHash=
       RootHashSignature= RootVerity= RootEphemeral=no RootMStack= ExtensionDirectories= ExtensionImages=
       ExtensionImagePolicy= MountImages= MountImagePolicy= MountFlags=slave PrivateMounts=no
       ExecPaths= NoExecPaths=
       PrivateDevices=no PrivateNetwork=no PrivateUsers=no PrivatePIDs=no PrivateIPC=no PrivateBPF=no
       UserNamespacePath= NetworkNamespacePath= IPCNamespacePath=
       BPFDelegateCommands= BPFDelegateMaps= BPFDelegatePrograms= BPFDelegateAttachments=
       ProtectKernelTunables=no ProtectKernelModules=no ProtectKernelLogs=no ProtectClock=no
       ProtectControlGroups=no ProtectHostname=no ProtectProc=default ProcSubset=all
       CapabilityBoundingSet=~ AmbientCapabilities= SecureBits=
       SystemCallFilter= SystemCallArchitectures= SystemCallErrorNumber= SystemCallLog=
       MemoryDenyWriteExecute=no RestrictNamespaces=no RestrictRealtime=no RestrictSUIDSGID=no
       RestrictAddressFamilies= RestrictFileSystems= DelegateNamespaces=no LockPersonality=no
       DeviceAllow= DevicePolicy=auto IPAddressAllow= IPAddressDeny= IPIngressFilterPath=
       IPEgressFilterPath= BPFProgram= SocketBindAllow= SocketBindDeny= RestrictNetworkInterfaces=
       BindNetworkInterface= NFTSet=
       SELinuxContext= AppArmorProfile= SmackProcessLabel=
       LoadCredential= LoadCredentialEncrypted= SetCredential= SetCredentialEncrypted=
      """;

  /** All but none: an empty set of capabilities asks for much. */
  private static final String ALL = "~";

  /** Those with a word that an empty value resets all the same. */
  private static final String RESET_BY_EMPTY =
      " RestrictNamespaces DelegateNamespaces PrivateMounts MountFlags ";

  /** The one condition that systemd does not know as an assertion. */
  private static final String NO_ASSERTION = "AssertFirmware";

  private static final String JOINS_NAMESPACE = "JoinsNamespaceOf";

  /** The conditions that can be decided without systemd, also as assertions. */
  private static final String CONDITIONS =
      """
       PathExists PathExistsGlob PathIsDirectory PathIsSymbolicLink PathIsMountPoint PathIsReadWrite
       PathIsSocket DirectoryNotEmpty FileNotEmpty FileIsExecutable
       Architecture Environment Group Host KernelCommandLine User
      """;

  /** The others: a unit that asks is not run, unless without them. */
  private static final String REFUSED_CONDITIONS =
      """
       PathIsEncrypted Capability NeedsUpdate FirstBoot Firmware Virtualization Fraction KernelVersion Version
       Credential Security ACPower Memory CPUFeature CPUs ControlGroupController OSRelease MachineTag
       MemoryPressure CPUPressure IOPressure KernelModuleLoaded
      """;

  private Directives() {}

  /**
   * What becomes of a directive, or null if there is none of that name.
   *
   * @param section without brackets
   */
  public static @Nullable Handling of(String section, String name) {
    return switch (section) {
      case IN_SERVICE -> ofService(name);
      case IN_UNIT -> ofUnit(name);
      case IN_INSTALL -> contains(IGNORED_IN_INSTALL, name) ? Handling.IGNORED : null;
      default -> null;
    };
  }

  private static @Nullable Handling ofService(String name) {
    if (contains(HONOURED, name)) {
      return Handling.HONOURED;
    }
    if (contains(IGNORED_IN_SERVICE, name)) {
      return Handling.IGNORED;
    }
    return indexOfRefused(name) < 0 ? null : Handling.REFUSED;
  }

  private static @Nullable Handling ofUnit(String name) {
    if (contains(IGNORED_IN_UNIT, name)) {
      return Handling.IGNORED;
    }
    if (name.equals(JOINS_NAMESPACE)) {
      return Handling.REFUSED;
    }
    String kind = kindOfCondition(name);
    if (contains(CONDITIONS, kind)) {
      return Handling.HONOURED;
    }
    return contains(REFUSED_CONDITIONS, kind) && !name.equals(NO_ASSERTION)
        ? Handling.REFUSED
        : null;
  }

  private static String kindOfCondition(String name) {
    return name.startsWith("Condition")
        ? name.substring("Condition".length())
        : name.startsWith("Assert") ? name.substring("Assert".length()) : "";
  }

  /** Whether a directive is honoured by mounts, which not every container allows. */
  static boolean needsMounts(String name) {
    return contains(HONOURED_WITH_MOUNTS, name);
  }

  /** Whether a value of a refused directive asks for nothing. */
  static boolean asksForNothing(String name, String value) {
    int at = indexOfRefused(name);
    if (at < 0) {
      return value.isEmpty();
    }
    String nothing = nothing(name, at);
    if (value.isEmpty()) {
      return !nothing.equals(ALL);
    }
    return nothing.equals("no")
        ? Boolean.FALSE.equals(Booleans.parse(value))
        : nothing.equals(value);
  }

  /**
   * Whether systemd ignores a value of a refused directive: an empty one is no truth value and no
   * word, so what was set before stays.
   */
  static boolean changesNothing(String name, String value) {
    int at = indexOfRefused(name);
    return at >= 0
        && value.isEmpty()
        && isWordOfChoice(nothing(name, at))
        && !contains(RESET_BY_EMPTY, name);
  }

  private static boolean isWordOfChoice(String nothing) {
    return !nothing.isEmpty() && nothing.charAt(0) >= 'a' && nothing.charAt(0) <= 'z';
  }

  private static String nothing(String name, int at) {
    int from = at + name.length() + 2;
    int to = from;
    while (REFUSED.charAt(to) > ' ') {
      to++;
    }
    return REFUSED.substring(from, to);
  }

  private static int indexOfRefused(String name) {
    return isWord(name) ? REFUSED.indexOf(" " + name + "=") : -1;
  }

  private static boolean contains(String names, String name) {
    if (!isWord(name)) {
      return false;
    }
    int at = names.indexOf(" " + name);
    while (at >= 0) {
      char next = names.charAt(at + 1 + name.length());
      if (next == ' ' || next == '\n') {
        return true;
      }
      at = names.indexOf(" " + name, at + 1);
    }
    return false;
  }

  private static boolean isWord(String name) {
    return !name.isEmpty() && name.indexOf(' ') < 0 && name.indexOf('=') < 0;
  }

  /**
   * The names of directives, as documentation shows them.
   *
   * @param section without brackets
   */
  public static List<String> names(String section, Handling handling) {
    return switch (handling) {
      case HONOURED ->
          section.equals(IN_SERVICE)
              ? words(HONOURED)
              : section.equals(IN_UNIT) ? conditions(CONDITIONS) : List.of();
      case IGNORED ->
          words(
              section.equals(IN_SERVICE)
                  ? IGNORED_IN_SERVICE
                  : section.equals(IN_UNIT) ? IGNORED_IN_UNIT : IGNORED_IN_INSTALL);
      case REFUSED ->
          section.equals(IN_SERVICE)
              ? words(REFUSED)
              : section.equals(IN_UNIT) ? refusedInUnit() : List.of();
    };
  }

  private static List<String> refusedInUnit() {
    List<String> names = new ArrayList<>(conditions(REFUSED_CONDITIONS));
    boolean ignored = names.remove(NO_ASSERTION);
    names.add(JOINS_NAMESPACE);
    return names;
  }

  private static List<String> conditions(String kinds) {
    List<String> names = new ArrayList<>();
    for (String kind : words(kinds)) {
      names.add("Condition" + kind);
      names.add("Assert" + kind);
    }
    return names;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      words.add(equals < 0 ? word : word.substring(0, equals));
    }
    return words;
  }
}

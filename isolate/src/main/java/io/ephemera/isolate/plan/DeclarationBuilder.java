// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects a {@link Declaration}. What is not set stays as the caller has it, or is not done. Not
 * thread-safe.
 */
public final class DeclarationBuilder {
  private @Nullable Bytes name;
  private @Nullable Bytes user;
  private @Nullable Bytes group;
  private List<Bytes> supplementaryGroups = List.of();
  private List<DirectoryRequest> directories = List.of();
  private MountPlan mounts = MountPlan.NONE;
  private List<BytePath> tmpfiles = List.of();
  private List<Invocation> before = List.of();
  private @Nullable Name pidFile;
  private Locking locking = new Locking.None();
  private boolean cleanBefore;
  private boolean keep;
  private Descriptors descriptors = Descriptors.USUAL;
  private EnvironmentRequest environment = EnvironmentRequest.OF_CALLER;
  private StartDirectory startDirectory = new StartDirectory.Current();
  private int umask = -1;
  private ProcessSettings settings = ProcessSettings.OF_CALLER;
  private Supervision supervision = Supervision.NONE;

  /** Nothing is set. */
  public DeclarationBuilder() {}

  /** Sets {@link Declaration#name}. */
  public DeclarationBuilder name(@Nullable Bytes value) {
    name = value;
    return this;
  }

  /** Sets {@link Declaration#user}. */
  public DeclarationBuilder user(@Nullable Bytes value) {
    user = value;
    return this;
  }

  /** Sets {@link Declaration#group}. */
  public DeclarationBuilder group(@Nullable Bytes value) {
    group = value;
    return this;
  }

  /** Sets {@link Declaration#supplementaryGroups}. */
  public DeclarationBuilder supplementaryGroups(List<Bytes> value) {
    supplementaryGroups = value;
    return this;
  }

  /** Sets {@link Declaration#directories}. */
  public DeclarationBuilder directories(List<DirectoryRequest> value) {
    directories = value;
    return this;
  }

  /** Sets {@link Declaration#mounts}. */
  public DeclarationBuilder mounts(MountPlan value) {
    mounts = value;
    return this;
  }

  /** Sets {@link Declaration#tmpfiles}. */
  public DeclarationBuilder tmpfiles(List<BytePath> value) {
    tmpfiles = value;
    return this;
  }

  /** Sets {@link Declaration#before}. */
  public DeclarationBuilder before(List<Invocation> value) {
    before = value;
    return this;
  }

  /** Sets {@link Declaration#pidFile}. */
  public DeclarationBuilder pidFile(@Nullable Name value) {
    pidFile = value;
    return this;
  }

  /** Sets {@link Declaration#locking}. */
  public DeclarationBuilder locking(Locking value) {
    locking = value;
    return this;
  }

  /** Sets {@link Declaration#cleanBefore}. */
  public DeclarationBuilder cleanBefore(boolean value) {
    cleanBefore = value;
    return this;
  }

  /** Sets {@link Declaration#keep}. */
  public DeclarationBuilder keep(boolean value) {
    keep = value;
    return this;
  }

  /** Sets {@link Declaration#descriptors}. */
  public DeclarationBuilder descriptors(Descriptors value) {
    descriptors = value;
    return this;
  }

  /** Sets {@link Declaration#environment}. */
  public DeclarationBuilder environment(EnvironmentRequest value) {
    environment = value;
    return this;
  }

  /** Sets {@link Declaration#startDirectory}. */
  public DeclarationBuilder startDirectory(StartDirectory value) {
    startDirectory = value;
    return this;
  }

  /** Sets {@link Declaration#umask}. */
  public DeclarationBuilder umask(int value) {
    umask = value;
    return this;
  }

  /** Sets {@link Declaration#settings}. */
  public DeclarationBuilder settings(ProcessSettings value) {
    settings = value;
    return this;
  }

  /** Sets {@link Declaration#supervision}. */
  public DeclarationBuilder supervision(Supervision value) {
    supervision = value;
    return this;
  }

  /** What was set as {@link Declaration#directories}. */
  public List<DirectoryRequest> directories() {
    return directories;
  }

  /** What was set as {@link Declaration#before}. */
  public List<Invocation> before() {
    return before;
  }

  /** What was set as {@link Declaration#mounts}. */
  public MountPlan mounts() {
    return mounts;
  }

  /** What was set as {@link Declaration#environment}. */
  public EnvironmentRequest environment() {
    return environment;
  }

  /** The declaration for a command. */
  public Declaration build(Invocation command) {
    return new Declaration(
        name,
        user,
        group,
        supplementaryGroups,
        directories,
        mounts,
        tmpfiles,
        before,
        pidFile,
        locking,
        cleanBefore,
        keep,
        descriptors,
        environment,
        startDirectory,
        umask,
        settings,
        supervision,
        command);
  }
}

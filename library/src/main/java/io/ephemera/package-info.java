// SPDX-License-Identifier: Apache-2.0

/**
 * Puts sockets, locks, caches, downloads and temporary files where they belong on Linux, keeps them
 * private, and removes them when they are no longer needed.
 *
 * <pre>{@code
 * Places places = Places.of("shop");
 * try (RuntimeDirectory directory = RuntimeDirectory.open(places.runtime());
 *     RuntimeSocket server = RuntimeSocket.listen(directory, "shop.socket");
 *     TemporaryDirectory uploads = TemporaryDirectory.create(places.temporary())) {
 *   Connection client = server.accept();
 * }
 * }</pre>
 *
 * <h2>Which type to use</h2>
 *
 * <ul>
 *   <li>{@link io.ephemera.Places} decides where files of an application belong, and {@link
 *       io.ephemera.Place} is the answer with its reason. Deciding creates nothing.
 *   <li>{@link io.ephemera.RuntimeDirectory} holds sockets, locks and pid files: {@link
 *       io.ephemera.RuntimeSocket} and {@link io.ephemera.Connection}, {@link
 *       io.ephemera.RuntimeServerChannel} for frameworks, {@link io.ephemera.InstanceLock} to run
 *       once, {@link io.ephemera.PidFile}.
 *   <li>{@link io.ephemera.TemporaryFile} and {@link io.ephemera.TemporaryDirectory} are removed
 *       when they are closed. {@link io.ephemera.Sweeper} removes what killed processes left.
 *   <li>{@link io.ephemera.PendingFile} appears under its name when it is complete, or not at all.
 *   <li>{@link io.ephemera.Rendezvous} connects processes of different unprivileged users.
 * </ul>
 *
 * <h2>Safety</h2>
 *
 * A place is verified before it is used: its owner, its mode and all directories above it. Symbolic
 * links are not followed into directories of other users, and a name in a shared directory is
 * unguessable. A running process holds a BSD lock, flock(2), on what it created, which Ephemera and
 * systemd-tmpfiles respect; the kernel releases the lock when the process ends.
 *
 * <h2>Errors</h2>
 *
 * Failures of the kernel are the exceptions of {@code java.nio.file} and {@code java.net} that
 * programs know; {@link io.ephemera.NoSpaceException} says what is full, {@link
 * io.ephemera.MountPointException} on what something is mounted. {@link
 * io.ephemera.UnsafePlaceException} means that another user could interfere, and is never thrown
 * for anything else. {@link io.ephemera.NoPlaceException} lists every rejected candidate.
 *
 * <h2>Native access</h2>
 *
 * The library calls the C library by Java's foreign function interface. On the module path the
 * option is {@code --enable-native-access=io.ephemera}, on the class path {@code
 * --enable-native-access=ALL-UNNAMED}; from Java 22 on, the manifest of an executable jar can have
 * {@code Enable-Native-Access: ALL-UNNAMED} instead. Without it Java prints a warning or, where
 * native access is denied, methods throw {@link io.ephemera.NativeAccessException}. It needs Linux
 * on x86_64 or aarch64.
 *
 * <h2>Threads</h2>
 *
 * Types are thread-safe unless they say otherwise. A virtual thread that waits for a socket or a
 * lock is parked; reading, writing and removing files hold its carrier.
 */
@NullMarked
package io.ephemera;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/**
 * System calls with the names and conventions of C: an integer result, or minus errno.
 *
 * <p>This is the only package with native code. It knows nothing of the project: paths are bytes,
 * options are flags of the kernel's headers. Package {@code io.ephemera.fs} builds safe operations
 * on it.
 *
 * <p><b>Two ways out of Java.</b> Every call passes one {@link io.ephemera.linux.Gate}. Java's
 * foreign function interface, {@link io.ephemera.linux.DowncallGate}, needs nothing but a JDK, and
 * is what a jar uses. But linking its first downcall generates ten classes that JDK 25 cannot keep
 * in an AOT cache, and each call passes a dozen frames that a short run only interprets: together a
 * third of the time of {@code tmpfiles --create}. So if a C compiler is available, {@code
 * build-support/build-image} puts six native methods, {@link io.ephemera.linux.JniGate}, into the
 * program's own runtime image, and only there. No jar ever carries or unpacks a compiled file,
 * which is what this project warns of. Without the file, or if it cannot be loaded, the downcall is
 * used. {@code GateTest} runs one table through both; the tests of the modules use the downcall,
 * those of {@code acceptance} the native methods of the image.
 *
 * <p><b>Memory.</b> Each thread has one direct buffer, {@code Native.Scratch}, for paths and
 * structures, so that a call allocates nothing. A system call that a signal interrupts is repeated
 * here and nowhere else.
 */
package io.ephemera.linux;

// SPDX-License-Identifier: Apache-2.0

/**
 * A unit file of systemd becomes a {@code Declaration}: {@code ServiceFile} reads one, {@code
 * Directives} says which directives are honoured, ignored and refused, and a class for each topic,
 * such as {@code DirectoryTopic}, understands the honoured ones.
 */
@NullMarked
package io.ephemera.isolate.service;

import org.jspecify.annotations.NullMarked;

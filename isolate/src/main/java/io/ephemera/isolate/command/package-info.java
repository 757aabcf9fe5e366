// SPDX-License-Identifier: Apache-2.0

/**
 * What a command finds when it starts: its environment, descriptors and signals as the caller's
 * shell would give them, and nothing of our virtual machine. {@code Takeover} becomes the command,
 * {@code ChildStart} starts it beside this process; both search it by the same {@code
 * ProgramSearch}.
 */
@NullMarked
package io.ephemera.isolate.command;

import org.jspecify.annotations.NullMarked;

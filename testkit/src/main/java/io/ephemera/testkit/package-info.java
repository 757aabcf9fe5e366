// SPDX-License-Identifier: Apache-2.0

/**
 * What the tests of all rooms need: trees of files written as text ({@link
 * io.ephemera.testkit.Tree}), an attacker under another user id, mounts of one's own, a clock that
 * the test moves. It depends on no other room.
 */
package io.ephemera.testkit;

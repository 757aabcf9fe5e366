// SPDX-License-Identifier: Apache-2.0

/**
 * When the host's cleaners of temporary files run next, and what their versions do differently.
 *
 * <p>{@link io.ephemera.host.schedule.CleanerSchedule} finds them in the timers of systemd and in
 * the jobs of cron. What is due is not removed before the next run.
 */
@NullMarked
package io.ephemera.host.schedule;

import org.jspecify.annotations.NullMarked;

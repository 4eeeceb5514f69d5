// SPDX-License-Identifier: Apache-2.0

/** Flows for the application itself, by io.ebpflow.api. Start with {@link io.ebpflow.view.subscribe.SubscriptionView}. */
package io.ebpflow.view.subscribe;

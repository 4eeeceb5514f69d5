// SPDX-License-Identifier: Apache-2.0

/** What the views for subscriptions and the command line mean by a peer and by a name. */
package io.ebpflow.view.filter;

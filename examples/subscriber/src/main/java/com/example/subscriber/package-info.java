// SPDX-License-Identifier: Apache-2.0

/** An application that is told of its own flows. Start with {@link com.example.subscriber.WaitsPerPeer}. */
package com.example.subscriber;

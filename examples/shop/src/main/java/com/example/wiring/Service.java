// SPDX-License-Identifier: Apache-2.0
package com.example.wiring;

/** Everything of the demo that listens. */
public enum Service {
    POSTGRES,
    PRICES,
    DNS,
    QUOTES_IPV4,
    QUOTES_IPV6,
    RESETTING,
    SUPPLIER,
    SHOP
}

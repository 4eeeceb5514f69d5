// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * The price of each article that can be ordered, all in memory: quick to look up, and much work for a garbage collector.
 *
 * <p>Threading: confined to the thread that updates it.
 */
final class Catalogue {
    /** Too little to be taken for anybody's data, enough to be different in nearly all cases. */
    private static final int NUMBER_BITS = 40;

    private static final int BASE = 36;
    private static final int MAX_PRICE_CENTS = 100_000;

    private final Map<String, Integer> priceCents;

    private Catalogue(int articleCount) {
        priceCents = new HashMap<>(2 * articleCount);
    }

    /** Invents articles; the same count makes the same articles. */
    static Catalogue of(int articleCount) {
        Catalogue catalogue = new Catalogue(articleCount);
        Random random = new Random(articleCount);
        while (catalogue.size() < articleCount) {
            String number = Long.toString(random.nextLong() >>> (Long.SIZE - NUMBER_BITS), BASE);
            catalogue.priceCents.put(number, random.nextInt(MAX_PRICE_CENTS));
        }
        return catalogue;
    }

    int size() {
        return priceCents.size();
    }

    /** @return null if there is no such article */
    Integer priceCents(String number) {
        return priceCents.get(number);
    }

    /** @param changes {@code number=cents}, separated by blanks, as the supplier sends them */
    void apply(String changes) {
        for (String change : changes.split(" ")) {
            int equals = change.indexOf('=');
            priceCents.put(change.substring(0, equals), Integer.valueOf(change.substring(equals + 1)));
        }
    }
}

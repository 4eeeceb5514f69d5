// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

/** Something the shop sells. Threading: immutable. */
public final class Product {
    private final int id;
    private final String name;
    private final int stock;

    public Product(int id, String name, int stock) {
        this.id = id;
        this.name = name;
        this.stock = stock;
    }

    public int id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** How many pieces are left. */
    public int stock() {
        return stock;
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.shop.web;

import com.example.shop.PriceClient;
import com.example.shop.Product;
import com.example.shop.ProductDao;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;

/** GET /products lists what there is, GET /products/{id} shows one product with its price of the moment. */
final class ProductsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient ProductDao products;
    private final transient PriceClient prices;

    ProductsServlet(ProductDao products, PriceClient prices) {
        this.products = products;
        this.prices = prices;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String path = request.getPathInfo();
        try {
            if (path == null || path.equals("/")) {
                sendAll(response);
            } else {
                sendOne(Numbers.positive(path.substring(1)), response);
            }
        } catch (SQLException e) {
            throw new ServletException("The products cannot be read", e);
        }
    }

    private void sendAll(HttpServletResponse response) throws IOException, SQLException {
        StringJoiner list = new StringJoiner(",\n ", "[", "]");
        for (Product product : products.findAll()) {
            list.add(Json.object("id", product.id(), "name", product.name()));
        }
        Json.send(response, HttpServletResponse.SC_OK, list.toString());
    }

    private void sendOne(OptionalInt id, HttpServletResponse response) throws IOException, SQLException {
        Optional<Product> found = id.isPresent() ? products.findById(id.getAsInt()) : Optional.empty();
        if (found.isEmpty()) {
            Json.send(response, HttpServletResponse.SC_NOT_FOUND, Json.object("error", "no such product"));
            return;
        }
        Product product = found.get();
        String json = Json.object(
                "id", product.id(),
                "name", product.name(),
                "stock", product.stock(),
                "price_cents", prices.priceCents(product.id()));
        Json.send(response, HttpServletResponse.SC_OK, json);
    }
}

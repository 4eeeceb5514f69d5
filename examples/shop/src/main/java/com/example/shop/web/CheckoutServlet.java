// SPDX-License-Identifier: Apache-2.0
package com.example.shop.web;

import com.example.shop.DnsClient;
import com.example.shop.OrderDao;
import com.example.shop.PriceClient;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** POST /checkout with the form fields {@code product} and {@code quantity} places an order. */
final class CheckoutServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String PAYMENTS_HOST = "payments.shop.test";

    private final transient OrderDao orders;
    private final transient PriceClient prices;
    private final transient DnsClient dns;

    CheckoutServlet(OrderDao orders, PriceClient prices, DnsClient dns) {
        this.orders = orders;
        this.prices = prices;
        this.dns = dns;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        OptionalInt product = Numbers.positive(request.getParameter("product"));
        OptionalInt quantity = Numbers.positive(request.getParameter("quantity"));
        if (product.isEmpty() || quantity.isEmpty()) {
            String error = "product and quantity are numbers from 1 on";
            Json.send(response, HttpServletResponse.SC_BAD_REQUEST, Json.object("error", error));
            return;
        }
        try {
            checkOut(product.getAsInt(), quantity.getAsInt(), response);
        } catch (SQLException e) {
            throw new ServletException("The order cannot be placed", e);
        }
    }

    private void checkOut(int productId, int quantity, HttpServletResponse response) throws IOException, SQLException {
        InetAddress payments = dns.lookUp(PAYMENTS_HOST);
        long totalCents = (long) prices.priceCents(productId) * quantity;
        OptionalLong orderId = orders.place(productId, quantity, totalCents);
        if (orderId.isEmpty()) {
            Json.send(response, HttpServletResponse.SC_CONFLICT, Json.object("error", "sold out"));
            return;
        }
        Json.send(
                response,
                HttpServletResponse.SC_CREATED,
                Json.object(
                        "order", orderId.getAsLong(), "total_cents", totalCents, "pay_at", payments.getHostAddress()));
    }
}

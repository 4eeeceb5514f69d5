// SPDX-License-Identifier: Apache-2.0
package com.example.shop.web;

import com.example.shop.flows.FlowsSummary;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;

/** GET /flows-summary shows the agent's MBeans as text; 503 as long as no agent shows a flow. */
final class FlowsSummaryServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        FlowsSummary summary = new FlowsSummary(ManagementFactory.getPlatformMBeanServer());
        try {
            response.setContentType("text/plain");
            response.setCharacterEncoding("UTF-8");
            if (!summary.hasEndpoints()) {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                response.getWriter().write("No agent shows a flow of this JVM.\n");
            }
            response.getWriter().write(summary.toText());
        } catch (JMException e) {
            throw new ServletException("The agent's MBeans cannot be read", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.shop.web;

import com.example.shop.flows.SlowCalls;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;

/** GET /slow-calls lists who was slow and why, as the agent says: a line per pair of peer and verdict. */
final class SlowCallsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            SlowCalls slow = SlowCalls.readFrom(ManagementFactory.getPlatformMBeanServer());
            response.setContentType("text/plain");
            response.setCharacterEncoding("UTF-8");
            for (String remoteAndVerdict : slow.remotesAndVerdicts()) {
                response.getWriter().write(remoteAndVerdict + "\n");
            }
        } catch (JMException e) {
            throw new ServletException("The agent's MBeans cannot be read", e);
        }
    }
}

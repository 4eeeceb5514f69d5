// SPDX-License-Identifier: Apache-2.0
package com.example.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.DnsClient;
import com.example.wiring.Loopback;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The responder and the shop's client, each against the other, and the responder against the JDK's own DNS client. */
@Timeout(20)
class DnsResponderTest {
    private static final String NAME = "payments.shop.test";

    private DnsResponder responder;

    @BeforeEach
    void start() throws IOException {
        InetAddress ipv4 = InetAddress.getByName("127.1.2.3");
        responder = DnsResponder.start(Loopback.IPV4, Map.of(NAME, List.of(ipv4, InetAddress.getByName("::1"))));
    }

    @AfterEach
    void stop() {
        responder.close();
    }

    @Test
    void answersTheDnsClientOfTheJdkForBothFamilies() throws NamingException, IOException {
        assertThat(lookUpWithJdk(NAME, "A").get("A").get()).isEqualTo("127.1.2.3");
        Object ipv6 = lookUpWithJdk("Payments.SHOP.test", "AAAA").get("AAAA").get();
        assertThat(InetAddress.getByName((String) ipv6)).isEqualTo(InetAddress.getByName("::1"));
        assertThat(lookUpWithJdk(NAME, "MX").size()).isZero();
        assertThatThrownBy(() -> lookUpWithJdk("unknown.shop.test", "A")).isInstanceOf(NameNotFoundException.class);
    }

    private Attributes lookUpWithJdk(String name, String type) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(
                Context.PROVIDER_URL, "dns://127.0.0.1:" + responder.address().getPort());
        InitialDirContext context = new InitialDirContext(environment);
        try {
            return context.getAttributes(name, new String[] {type});
        } finally {
            context.close();
        }
    }

    @Test
    void answersTheClientOfTheShop() throws IOException {
        InetAddress found = new DnsClient(responder.address()).lookUp(NAME);
        assertThat(found.getHostAddress()).isEqualTo("127.1.2.3");
        assertThat(found.getHostName()).isEqualTo(NAME);
    }

    @Test
    void tellsTheShopThatANameIsUnknown() {
        assertThatThrownBy(() -> new DnsClient(responder.address()).lookUp("unknown.shop.test"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("unknown.shop.test");
    }

    @Test
    void saysFormatErrorToACutOffQueryAndNothingToAResponse() throws IOException {
        byte[] query = {7, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, 's', 'h'};
        byte[] response = query.clone();
        response[2] |= (byte) 0x80;
        try (DatagramSocket client = new DatagramSocket()) {
            client.connect(responder.address());
            client.send(new DatagramPacket(response, response.length));
            client.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            client.receive(answer);
            assertThat(Arrays.copyOf(answer.getData(), answer.getLength()))
                    .containsExactly(7, 9, 0x85, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }
}

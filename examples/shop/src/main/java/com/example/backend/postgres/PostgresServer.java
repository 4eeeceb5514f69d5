// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Enough of a PostgreSQL server for the real JDBC driver and a connection pool: start-up without password, simple and
 * extended queries in text and binary, transactions with one writer at a time. The SQL is that of {@link SqlParser}.
 *
 * <p>What it does not do: TLS, passwords, COPY, cancelling a query, notifications, isolation between transactions, and
 * keeping anything on disk.
 *
 * <p>Threading: thread-safe; one thread accepts, and each session has its own.
 */
public final class PostgresServer implements AutoCloseable {
    private final Database database;
    private final ServerSocket listener;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private PostgresServer(Database database, ServerSocket listener) {
        this.database = database;
        this.listener = listener;
    }

    /** Listens on a free port of the address. */
    public static PostgresServer start(InetAddress address, Database database) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(address, 0));
        PostgresServer server = new PostgresServer(database, listener);
        new Thread(server::acceptClients, "postgres-acceptor").start();
        return server;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void acceptClients() {
        try {
            for (int number = 1; ; number++) {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                clients.add(client);
                int sessionNumber = number;
                new Thread(() -> serve(sessionNumber, client), "postgres-session-" + number).start();
            }
        } catch (IOException stopped) {
            if (!listener.isClosed()) {
                System.err.println("The PostgreSQL server accepts no more: " + stopped);
            }
        }
    }

    private void serve(int number, Socket client) {
        try (client) {
            new PostgresSession(number, client, database).serve();
        } catch (SocketException gone) {
            return;
        } catch (IOException e) {
            System.err.println("PostgreSQL session " + number + " ended: " + e);
        } finally {
            clients.remove(client);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}

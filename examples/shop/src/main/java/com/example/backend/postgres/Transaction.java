// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What one session has changed and not yet committed, as the steps that undo it. The first write takes the database's
 * write lock and the end of the transaction gives it back: one writer at a time, readers see uncommitted rows.
 *
 * <p>Threading: confined to the session's thread.
 */
final class Transaction {
    private static final long LOCK_WAIT_LIMIT_SECONDS = 5;

    private final Database database;
    private final Deque<Runnable> undoSteps = new ArrayDeque<>();
    private boolean isOpen;
    private boolean isFailed;

    Transaction(Database database) {
        this.database = database;
    }

    /** What a ReadyForQuery message says: idle, in a transaction, or in one that failed. */
    char status() {
        return isFailed ? 'E' : isOpen ? 'T' : 'I';
    }

    void begin() {
        isOpen = true;
    }

    /** @throws SqlException when another session kept the lock for longer than the limit, or this thread was stopped */
    void beforeWrite() throws SqlException {
        if (database.writeLock().isHeldByCurrentThread()) {
            return;
        }
        try {
            if (!database.writeLock().tryLock(LOCK_WAIT_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new SqlException("55P03", "another transaction has been writing for too long");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SqlException("57P01", "the server is stopping");
        }
    }

    void toUndo(Runnable step) {
        undoSteps.push(step);
    }

    /** Called after each statement: outside a transaction block every statement is its own transaction. */
    void afterStatement() {
        if (!isOpen) {
            commit();
        }
    }

    /** Called after a statement failed: its own changes go, and a block accepts nothing more but its end. */
    void afterFailure() {
        if (isOpen) {
            isFailed = true;
        } else {
            rollback();
        }
    }

    /** @return whether the changes were kept; a failed transaction can only be undone */
    boolean commit() {
        if (isFailed) {
            rollback();
            return false;
        }
        end();
        return true;
    }

    void rollback() {
        while (!undoSteps.isEmpty()) {
            undoSteps.pop().run();
        }
        end();
    }

    private void end() {
        undoSteps.clear();
        isOpen = false;
        isFailed = false;
        if (database.writeLock().isHeldByCurrentThread()) {
            database.writeLock().unlock();
        }
    }
}

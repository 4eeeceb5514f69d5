// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.cli.top.Screen;
import io.ebpflow.cli.top.Tables;
import io.ebpflow.cli.top.View;

/**
 * What keys do in {@code top}.
 *
 * <p>Threading: confined to the main thread.
 */
final class TopKeys {
    private final Screen screen;
    private final Tables tables;
    private boolean isPaused;
    private boolean isQuit;

    TopKeys(Screen screen, Tables tables) {
        this.screen = screen;
        this.tables = tables;
    }

    boolean isPaused() {
        return isPaused;
    }

    boolean isQuit() {
        return isQuit;
    }

    /** @param size columns and lines */
    void press(int key, int[] size) {
        switch (key) {
            case 'q':
                isQuit = true;
                break;
            case 'f':
                screen.show(View.FLOWS);
                break;
            case 'e':
                screen.show(View.ENDPOINTS);
                break;
            case 'r':
                screen.show(View.REQUESTS);
                break;
            case 't':
                screen.show(View.THREADS);
                break;
            case '\t':
                screen.showNext();
                break;
            case 'R':
                screen.reverse();
                break;
            case ' ':
                isPaused = !isPaused;
                break;
            case '0':
                tables.reset();
                break;
            default:
                move(key, size);
        }
    }

    private void move(int key, int[] size) {
        int page = Math.max(1, size[1] - Screen.HEADINGS - 2);
        switch (key) {
            case '<':
            case Keyboard.LEFT:
                screen.moveOrder(-1, size[0]);
                break;
            case '>':
            case Keyboard.RIGHT:
                screen.moveOrder(1, size[0]);
                break;
            case Keyboard.UP:
                screen.scroll(-1);
                break;
            case Keyboard.DOWN:
                screen.scroll(1);
                break;
            case Keyboard.PAGE_UP:
                screen.scroll(-page);
                break;
            case Keyboard.PAGE_DOWN:
                screen.scroll(page);
                break;
            default:
                break;
        }
    }
}

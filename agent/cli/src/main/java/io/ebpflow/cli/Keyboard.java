// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.kernel.libc.LibC;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The terminal that standard output is: its size, and keys as they are pressed. Ctrl-C stays what it is.
 *
 * <p>Threading: {@link #restore} is for any thread, the rest is confined to the main thread.
 */
final class Keyboard {
    static final int NONE = -1;
    static final int UP = 0x100;
    static final int DOWN = 0x101;
    static final int RIGHT = 0x102;
    static final int LEFT = 0x103;
    static final int PAGE_UP = 0x104;
    static final int PAGE_DOWN = 0x105;

    private static final int STDOUT = 1;
    private static final long TIOCGWINSZ = 0x5413;
    private static final int TCSANOW = 0;

    /** struct termios of Linux on x86-64 and arm64: four words of flags, the line discipline, 32 special characters. */
    private static final int TERMIOS_BYTES = 60;

    private static final int INPUT_FLAGS = 0;
    private static final int LOCAL_FLAGS = 12;
    private static final int CHARACTERS = 17;
    private static final int IXON = 0x400;
    private static final int ICANON = 2;
    private static final int ECHO = 8;
    private static final int VQUIT = 1;
    private static final int VTIME = 5;
    private static final int VMIN = 6;
    private static final int VSUSP = 10;

    private static final int ESCAPE = 0x1b;

    private final byte[] before = new byte[TERMIOS_BYTES];
    private final InputStream keys;
    private boolean isRaw;

    private Keyboard(InputStream keys) {
        this.keys = keys;
    }

    /** Key by key, without echo. What would stop output or this process, and leave the terminal so, is off: Ctrl-S, Ctrl-Z. */
    static Keyboard open() {
        InputStream keys = null;
        try {
            keys = new FileInputStream("/dev/tty");
        } catch (IOException e) {
            return new Keyboard(null); // nobody to press keys
        }
        Keyboard keyboard = new Keyboard(keys);
        keyboard.makeRaw();
        return keyboard;
    }

    private synchronized void makeRaw() {
        if (LibC.tcgetattr(STDOUT, before) != 0) {
            return;
        }
        byte[] raw = before.clone();
        clear(raw, INPUT_FLAGS, IXON);
        clear(raw, LOCAL_FLAGS, ICANON | ECHO);
        raw[CHARACTERS + VQUIT] = 0;
        raw[CHARACTERS + VSUSP] = 0;
        raw[CHARACTERS + VMIN] = 1;
        raw[CHARACTERS + VTIME] = 0;
        isRaw = LibC.tcsetattr(STDOUT, TCSANOW, raw) == 0;
    }

    private static void clear(byte[] termios, int offset, int flags) {
        for (int i = 0; i < 4; i++) {
            termios[offset + i] &= (byte) ~(flags >> 8 * i); // little endian, as both platforms are
        }
    }

    /** As it was. */
    synchronized void restore() {
        if (isRaw) {
            isRaw = false;
            LibC.tcsetattr(STDOUT, TCSANOW, before);
        }
    }

    /** Columns and lines. */
    static int[] size() {
        byte[] size = new byte[8]; // struct winsize: rows, columns, pixels
        boolean isKnown = LibC.ioctl(STDOUT, TIOCGWINSZ, size) == 0;
        int lines = (size[0] & 0xff) | (size[1] & 0xff) << 8;
        int columns = (size[2] & 0xff) | (size[3] & 0xff) << 8;
        return isKnown && lines > 0 && columns > 0 ? new int[] {columns, lines} : new int[] {80, 24};
    }

    /** A key that was pressed: a character or one of the constants; {@link #NONE}. Does not wait. */
    int next() {
        try {
            int c = read();
            if (c != ESCAPE) {
                return c;
            }
            int begin = read();
            return begin == '[' || begin == 'O' ? special(read()) : begin;
        } catch (IOException e) {
            return NONE;
        }
    }

    /** Whatever else follows an escape is left out to its end. */
    private int special(int c) throws IOException {
        switch (c) {
            case 'A':
                return UP;
            case 'B':
                return DOWN;
            case 'C':
                return RIGHT;
            case 'D':
                return LEFT;
            default:
                int last = c;
                while (last >= ' ' && last < '@') {
                    last = read();
                }
                return c == '5' ? PAGE_UP : c == '6' ? PAGE_DOWN : NONE;
        }
    }

    private int read() throws IOException {
        return keys != null && keys.available() > 0 ? keys.read() : NONE;
    }
}

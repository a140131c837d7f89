package io.paddock.server.admin;

import java.util.Locale;

/** The four-letter words (operations, section 9). Their four bytes are the name in lower case. */
public enum Word {
    RUOK(true),
    ISRO(true),
    ENVI(true),
    GTMK(true),
    STMK(true),
    SRVR(false),
    STAT(false),
    CONF(false),
    CONS(false),
    CRST(false),
    DUMP(false),
    DIRS(false),
    HASH(false),
    MNTR(false),
    SRST(false),
    WCHS(false),
    WCHC(false),
    WCHP(false),
    /** Ours. */
    PEER(false);

    /** What telnet sends when its user interrupts; closes the connection without an answer. */
    public static final int TELNET_INTERRUPT = 0xfff4fffd;

    private final boolean alwaysAnswered;
    private final int code;

    Word(boolean alwaysAnswered) {
        this.alwaysAnswered = alwaysAnswered;
        String text = text();
        this.code = text.charAt(0) << 24 | text.charAt(1) << 16 | text.charAt(2) << 8 | text.charAt(3);
    }

    /** The word with these four bytes, big-endian; null if they are none. */
    public static Word of(int fourBytes) {
        for (Word word : values()) {
            if (word.code == fourBytes) {
                return word;
            }
        }
        return null;
    }

    /** The word itself, in lower case as on the wire. */
    public final String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Bytes that have to follow the word before it can be answered. */
    public int argumentBytes() {
        return this == STMK ? Long.BYTES : 0;
    }

    /** True if it has an answer of its own while the server does not serve. */
    boolean isAlwaysAnswered() {
        return alwaysAnswered;
    }
}

package io.paddock.common.protocol;

import java.security.MessageDigest;

/**
 * The password of a session, computed from its id alone, so that every server of an ensemble can check it (client
 * protocol, section 2.7). It gives no security.
 */
public final class SessionPassword {

    public static final int BYTES = 16;

    private static final long SALT = 0xB3415C00L;
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long INCREMENT = 0xBL;
    private static final long MASK_48_BITS = (1L << 48) - 1;

    private SessionPassword() {}

    public static byte[] of(long sessionId) {
        byte[] password = new byte[BYTES];
        long state = (sessionId ^ SALT ^ MULTIPLIER) & MASK_48_BITS;
        for (int i = 0; i < BYTES; i += 4) {
            state = state * MULTIPLIER + INCREMENT & MASK_48_BITS;
            int word = (int) (state >> 16);
            for (int b = 0; b < 4; b++) {
                password[i + b] = (byte) (word >> 8 * b);
            }
        }
        return password;
    }

    /** True if it is the password of that session. Session 0, which does not exist, has none; null never matches. */
    public static boolean matches(long sessionId, byte[] password) {
        return sessionId != 0 && MessageDigest.isEqual(of(sessionId), password);
    }
}

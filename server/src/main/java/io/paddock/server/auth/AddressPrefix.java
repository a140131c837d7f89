package io.paddock.server.auth;

/**
 * The first bits of an address, 4 or 16 bytes long: {@code 10.0.0.0/8}, {@code fe80::/10}, or all bits of a plain address.
 * Only numbers are read, never names: a list of permissions must not ask a name server.
 */
record AddressPrefix(byte[] address, int bits) {

    private static final int IPV4_PARTS = 4;
    private static final int IPV6_GROUPS = 8;

    /** The prefix, or null if this is none. */
    static AddressPrefix parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = parseAddress(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bitsMax = Byte.SIZE * address.length;
        int bits = slash < 0 ? bitsMax : parseNumber(text.substring(slash + 1), 10, bitsMax);
        return bits < 0 ? null : new AddressPrefix(address, bits);
    }

    /** The bytes of an address, or null if this is none. */
    static byte[] parseAddress(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    /** An address of the other family never matches. */
    boolean matches(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (other[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (other[whole] ^ address[whole]) >> Byte.SIZE - rest == 0;
    }

    private static byte[] parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != IPV4_PARTS) {
            return null;
        }
        byte[] address = new byte[IPV4_PARTS];
        for (int i = 0; i < IPV4_PARTS; i++) {
            int part = parseNumber(parts[i], 10, 0xff);
            if (part < 0) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    /** Groups of up to four hexadecimal digits; one {@code ::} stands for one or more groups of zero. */
    private static byte[] parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            int[] groups = parseGroups(text);
            return groups != null && groups.length == IPV6_GROUPS ? bytesOf(groups, new int[0]) : null;
        }
        int[] before = parseGroups(text.substring(0, gap));
        int[] behind = parseGroups(text.substring(gap + 2));
        if (before == null || behind == null || before.length + behind.length >= IPV6_GROUPS) {
            return null;
        }
        return bytesOf(before, behind);
    }

    private static int[] parseGroups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] words = text.split(":", -1);
        int[] groups = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            groups[i] = words[i].length() > 4 ? -1 : parseNumber(words[i], 16, 0xffff);
            if (groups[i] < 0) {
                return null;
            }
        }
        return groups;
    }

    private static byte[] bytesOf(int[] before, int[] behind) {
        byte[] address = new byte[2 * IPV6_GROUPS];
        for (int i = 0; i < before.length; i++) {
            putGroup(address, i, before[i]);
        }
        for (int i = 0; i < behind.length; i++) {
            putGroup(address, IPV6_GROUPS - behind.length + i, behind[i]);
        }
        return address;
    }

    private static void putGroup(byte[] address, int index, int group) {
        address[2 * index] = (byte) (group >> 8);
        address[2 * index + 1] = (byte) group;
    }

    /** The value of ASCII digits, without a sign; -1 if there is anything else or if it is above the maximum. */
    private static int parseNumber(String digits, int radix, int max) {
        int value = digits.isEmpty() ? -1 : 0;
        for (int i = 0; i < digits.length() && value >= 0; i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), radix) : -1;
            value = digit < 0 || value * radix + digit > max ? -1 : value * radix + digit;
        }
        return value;
    }
}

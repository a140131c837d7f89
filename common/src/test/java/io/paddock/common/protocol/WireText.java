package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireOutput;

/**
 * Bytes written down as words: {@code i:5} int32, {@code l:5} int64, {@code b:1} boolean, {@code s:/a} string or buffer,
 * {@code s:} empty, {@code s:null} null, {@code n:3} length or count, {@code op:CREATE} and {@code op:7} header of an
 * operation, {@code end} the header that closes a multi.
 */
final class WireText {

    private WireText() {}

    static byte[] bytes(String words) {
        WireOutput out = new WireOutput();
        for (String word : words.strip().split(" +")) {
            if (!word.isEmpty()) {
                write(word, out);
            }
        }
        return out.toByteArray();
    }

    private static void write(String word, WireOutput out) {
        String value = word.substring(word.indexOf(':') + 1);
        switch (word.substring(0, word.length() - value.length())) {
            case "i:", "n:" -> out.int32(Integer.parseInt(value));
            case "l:" -> out.int64(Long.parseLong(value));
            case "b:" -> out.int8(Integer.parseInt(value));
            case "s:" -> out.string(value.equals("null") ? null : value);
            case "op:" -> new MultiHeader(code(value), false, -1).write(out);
            case "" -> MultiHeader.CLOSING.write(out);
            default -> throw new IllegalArgumentException(word);
        }
    }

    private static int code(String op) {
        return Character.isLetter(op.charAt(0)) ? OpCode.valueOf(op).code() : Integer.parseInt(op);
    }
}

package io.paddock.client.cli.nodes;

import io.paddock.client.cli.output.Hex;
import io.paddock.client.cli.output.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How the bytes of a znode are shown (specification, cli 7.1). Null is shown as the word {@code null}. */
enum DataForm {
    /** UTF-8, and what is none becomes U+FFFD. */
    TEXT {
        @Override
        String of(byte[] data) {
            return new String(data, StandardCharsets.UTF_8);
        }
    },
    BASE64 {
        @Override
        String of(byte[] data) {
            return Base64.getEncoder().encodeToString(data);
        }
    },
    HEX {
        @Override
        String of(byte[] data) {
            return Hex.dump(data, data.length);
        }
    },
    /** As text if that is harmless to a terminal, else the beginning in hex, with a word about the rest. */
    TERMINAL {
        @Override
        String of(byte[] data) {
            String text = harmlessText(data);
            if (text == null) {
                String dump = Hex.dump(data, HEX_BYTES_MAX);
                return dump + "\n(" + data.length + " bytes that are no text"
                        + (data.length > HEX_BYTES_MAX ? ", the first " + HEX_BYTES_MAX + " of them" : "")
                        + ": get -x shows all, get -b as base64)";
            }
            if (text.length() > TEXT_LENGTH_MAX) {
                return text.substring(0, TEXT_LENGTH_MAX) + "...\n(the first " + TEXT_LENGTH_MAX + " characters of "
                        + data.length + " bytes: zkCli.sh get PATH > FILE gives all)";
            }
            return text;
        }
    };

    private static final int HEX_BYTES_MAX = 512;
    private static final int TEXT_LENGTH_MAX = 16 << 10;

    abstract String of(byte[] data);

    /** The text; null if it is none, or would move the cursor. */
    static String harmlessText(byte[] data) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(data))
                    .toString();
            return Printable.isHarmless(text) ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

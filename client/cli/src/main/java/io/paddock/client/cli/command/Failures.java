package io.paddock.client.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.ClientException;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import io.paddock.common.ErrorCode;
import java.io.IOException;

/** Says why a command did not succeed, on standard error: a line that scripts know, and on a terminal one with advice. */
public final class Failures {

    private Failures() {}

    /**
     * A failure in both forms.
     *
     * @param name what programs tell it by
     * @param code of the protocol; null if the command failed by itself
     * @param path null if there is none
     * @param message what people read, and scripts know
     * @param hint what to try; null for none
     */
    private record Failure(String name, Integer code, String path, String message, String hint) implements View {

        @Override
        public String text(Style style) {
            return message + "\n";
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("error", name);
            if (code == null) {
                json.writeNullField("code");
            } else {
                json.writeNumberField("code", code);
            }
            json.writeStringField("path", path);
            json.writeStringField("message", message);
            json.writeStringField("hint", hint);
            json.writeEndObject();
        }
    }

    /** The suspicion is what may have broken the connection; null for none. */
    static void report(Output output, ClientException failure, String suspicion) {
        boolean lost = failure.is(ErrorCode.CONNECTION_LOSS);
        String hint = lost && suspicion != null ? suspicion : ErrorTexts.hint(failure);
        output.failure(
                new Failure(ErrorTexts.name(failure), failure.code(), failure.path(), ErrorTexts.text(failure), hint));
        if (hint == null) {
            return;
        }
        boolean unreadable = failure.is(ErrorCode.MARSHALLING_ERROR);
        if ((lost || unreadable) && !output.isJson()) {
            output.error(hint); // Without a terminal too: what is wrong stands nowhere else.
        } else {
            output.hint(hint);
        }
    }

    /** The name is what programs tell it by; the hint may be null. */
    public static void report(Output output, String name, String message, String hint) {
        output.failure(new Failure(name, null, null, message, hint));
        if (hint != null) {
            output.hint(hint);
        }
    }
}

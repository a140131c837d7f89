package io.paddock.client.cli.command;

import io.paddock.client.ClientException;
import io.paddock.client.cli.output.Json;
import io.paddock.client.cli.output.Output;
import io.paddock.common.ErrorCode;

/** Says why a command did not succeed, on standard error: a line that scripts know, and on a terminal one with advice. */
final class Failures {

    private Failures() {}

    static void report(Output output, ClientException failure) {
        String text = ErrorTexts.text(failure);
        String hint = ErrorTexts.hint(failure);
        if (output.isJson()) {
            output.sink().err(Json.line(json -> {
                json.writeStartObject();
                json.writeStringField("error", ErrorTexts.name(failure));
                json.writeNumberField("code", failure.code());
                json.writeStringField("path", failure.path());
                json.writeStringField("message", text);
                json.writeEndObject();
            }));
            return;
        }
        output.error(text);
        if (hint == null) {
            return;
        }
        if (failure.is(ErrorCode.CONNECTION_LOSS)) {
            output.error(hint); // Without a terminal too: what is wrong with the connection stands nowhere else.
        } else {
            output.hint(hint);
        }
    }

    static void report(Output output, String message, String hint) {
        if (output.isJson()) {
            output.sink().err(Json.line(json -> {
                json.writeStartObject();
                json.writeStringField("error", "Usage");
                json.writeStringField("message", message);
                json.writeEndObject();
            }));
            return;
        }
        output.error(message);
        if (hint != null) {
            output.hint(hint);
        }
    }
}

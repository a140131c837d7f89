package io.paddock.client.cli.subtree;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.paddock.client.cli.output.Json;
import java.io.IOException;

/**
 * The first line of an export, by which an import knows it: {@code {"export":1,"root":"/app"}}.
 *
 * @param root what was exported, as an absolute path
 */
record ExportHeader(String root) {

    private static final int VERSION = 1;

    String line() {
        return Json.line(json -> {
            json.writeStartObject();
            json.writeNumberField("export", VERSION);
            json.writeStringField("root", root);
            json.writeEndObject();
        });
    }

    /** @throws IOException if the line is no such thing */
    static ExportHeader parse(String line) throws IOException {
        try {
            return Json.read(line == null ? "" : line, ExportHeader::read);
        } catch (IOException e) {
            throw new IOException("its first line is not that of an export of this version", e);
        }
    }

    private static ExportHeader read(JsonParser json) throws IOException {
        int version = 0;
        String root = null;
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("no object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("export")) {
                version = json.getIntValue();
            } else if (field.equals("root")) {
                root = json.getText();
            } else {
                json.skipChildren();
            }
        }
        if (version != VERSION || root == null) {
            throw new IOException("another version");
        }
        return new ExportHeader(root);
    }
}

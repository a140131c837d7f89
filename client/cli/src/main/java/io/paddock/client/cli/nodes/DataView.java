package io.paddock.client.cli.nodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.NodeData;
import io.paddock.client.cli.output.StatView;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The data of a znode, with its stat if wanted. In JSON it is text where it can be, base64 else, and both are named. */
record DataView(String path, NodeData node, DataForm form, boolean withStat) implements View {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    @Override
    public String text(Style style) {
        String data = form.of(node.data() == null ? NULL : node.data()) + "\n";
        return withStat ? data + new StatView(path, node.stat()).text(style) : data;
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", path);
        writeData(json, node.data(), form == DataForm.BASE64);
        StatView.writeFields(json, node.stat());
        json.writeEndObject();
    }

    private static void writeData(JsonGenerator json, byte[] data, boolean asBase64) throws IOException {
        String text = data == null || asBase64 ? null : DataForm.harmlessText(data);
        if (data == null) {
            json.writeNullField("data");
        } else if (text != null) {
            json.writeStringField("data", text);
            json.writeStringField("encoding", "utf-8");
        } else {
            json.writeStringField("data", Base64.getEncoder().encodeToString(data));
            json.writeStringField("encoding", "base64");
        }
    }
}

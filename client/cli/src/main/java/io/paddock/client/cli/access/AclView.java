package io.paddock.client.cli.access;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.NodeAcl;
import io.paddock.client.cli.output.Json;
import io.paddock.client.cli.output.StatView;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import io.paddock.common.Acl;
import java.io.IOException;

/** The access control list of a znode: two lines per entry, as scripts know it, or with {@code plain} one. */
record AclView(String path, NodeAcl acl, boolean plain, boolean withStat) implements View {

    @Override
    public String text(Style style) {
        StringBuilder text = new StringBuilder();
        for (Acl entry : acl.acl()) {
            if (plain) {
                text.append(AclText.entry(entry)).append('\n');
            } else {
                text.append('\'')
                        .append(entry.id().scheme())
                        .append(",'")
                        .append(entry.id().id())
                        .append("\n: ")
                        .append(AclText.letters(entry.perms()))
                        .append('\n');
            }
        }
        return withStat ? text + new StatView(path, acl.stat()).text(style) : text.toString();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", path);
        json.writeFieldName("acl");
        Json.strings(json, acl.acl().stream().map(AclText::entry).toList());
        if (withStat) {
            StatView.writeFields(json, acl.stat());
        }
        json.writeEndObject();
    }
}

package io.paddock.client.cli.subtree;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.paddock.client.cli.output.Hex;
import io.paddock.client.cli.output.Json;
import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A znode as a line of an export: {@code
 * {"path":"/a","data":"text","mzxid":"0x1f","aclVersion":0,"ctime":1,"mtime":2,"acl":[{"scheme":"world","id":"anyone","perms":31}]}}.
 * Data that is no UTF-8 text has {@code "encoding":"base64"}.
 *
 * @param path below the root of the export; {@code "/"} for the root itself
 * @param data null if it has none
 * @param acl in the order of the server
 * @param edition of data and list; null in a file that does not say, or not all of it
 * @param ephemeral true if it belonged to a session; it is kept for readers, not for imports
 */
record ExportedNode(String path, byte[] data, List<Acl> acl, Edition edition, boolean ephemeral) {

    /**
     * What changes with every change of data or list, also if the znode is deleted and created again. The times are for a server that
     * began anew, or another one: its zxids may be the same.
     *
     * @param ctime ms since 1970, as are those of mtime
     */
    record Edition(long mzxid, int aclVersion, long ctime, long mtime) {
        static Edition of(Stat stat) {
            return new Edition(stat.mzxid(), stat.aversion(), stat.ctime(), stat.mtime());
        }

        /** Of data and list that were asked for one after the other. */
        static Edition of(Stat data, Stat acl) {
            return new Edition(data.mzxid(), acl.aversion(), data.ctime(), data.mtime());
        }
    }

    /** True if the server hides a password of the list: what it shows is no list that could be set. */
    boolean isMasked() {
        return acl.stream()
                .anyMatch(entry ->
                        "digest".equals(entry.id().scheme()) && entry.id().id().endsWith(":x"));
    }

    String line() {
        String text = textOrNull(data);
        return Json.line(json -> {
            json.writeStartObject();
            json.writeStringField("path", path);
            if (data == null) {
                json.writeNullField("data");
            } else if (text != null) {
                json.writeStringField("data", text);
            } else {
                json.writeStringField("data", Base64.getEncoder().encodeToString(data));
                json.writeStringField("encoding", "base64");
            }
            if (edition != null) {
                json.writeStringField("mzxid", Hex.number(edition.mzxid));
                json.writeNumberField("aclVersion", edition.aclVersion);
                json.writeNumberField("ctime", edition.ctime);
                json.writeNumberField("mtime", edition.mtime);
            }
            if (ephemeral) {
                json.writeBooleanField("ephemeral", true);
            }
            json.writeArrayFieldStart("acl");
            for (Acl entry : acl) {
                json.writeStartObject();
                json.writeStringField("scheme", entry.id().scheme());
                json.writeStringField("id", entry.id().id());
                json.writeNumberField("perms", entry.perms());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** @throws IOException if the line is no such thing; the message says why */
    static ExportedNode parse(String line) throws IOException {
        return Json.read(line, ExportedNode::read);
    }

    private static ExportedNode read(JsonParser json) throws IOException {
        String path = null;
        String data = null;
        boolean base64 = false;
        String mzxid = null;
        int aclVersion = 0;
        Long ctime = null;
        Long mtime = null;
        boolean ephemeral = false;
        List<Acl> acl = new ArrayList<>();
        require(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "path" -> path = json.getText();
                case "data" -> data = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
                case "encoding" -> base64 = json.getText().equals("base64");
                case "mzxid" -> mzxid = json.getText();
                case "aclVersion" -> aclVersion = json.getIntValue();
                case "ctime" -> ctime = json.getLongValue();
                case "mtime" -> mtime = json.getLongValue();
                case "ephemeral" -> ephemeral = json.getBooleanValue();
                case "acl" -> readAcl(json, acl);
                default -> json.skipChildren();
            }
        }
        require(path != null && path.startsWith("/"), "it has no path");
        require(!acl.isEmpty(), "it has no acl");
        return new ExportedNode(path, bytes(data, base64), acl, edition(mzxid, aclVersion, ctime, mtime), ephemeral);
    }

    /** Earlier files have no times: what they say of a znode may be true of another server. */
    private static Edition edition(String mzxid, int aclVersion, Long ctime, Long mtime) throws IOException {
        try {
            boolean known = mzxid != null && ctime != null && mtime != null;
            return known ? new Edition(Long.decode(mzxid), aclVersion, ctime, mtime) : null;
        } catch (NumberFormatException e) {
            throw new IOException("its mzxid is no number");
        }
    }

    private static byte[] bytes(String data, boolean base64) throws IOException {
        if (data == null) {
            return null;
        }
        try {
            return base64 ? Base64.getDecoder().decode(data) : data.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException("its data is no base64");
        }
    }

    private static void readAcl(JsonParser json, List<Acl> acl) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, "its acl is no list");
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String scheme = null;
            String id = null;
            int permissions = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "scheme" -> scheme = json.getText();
                    case "id" -> id = json.getText();
                    case "perms" -> permissions = json.getIntValue();
                    default -> json.skipChildren();
                }
            }
            require(scheme != null && id != null, "its acl names no identity");
            acl.add(new Acl(permissions, new AuthId(scheme, id)));
        }
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }

    private static String textOrNull(byte[] data) {
        if (data == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

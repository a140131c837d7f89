package io.paddock.client.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.common.Stat;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The stat of a znode: eleven lines, with dates in English and in the time zone of the client (specification, cli 7.1).
 *
 * @param path for JSON; may be null where a result names it already
 */
public record StatView(String path, Stat stat) implements View {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.ENGLISH);

    @Override
    public String text(Style style) {
        return "cZxid = " + Hex.number(stat.czxid())
                + "\nctime = " + date(stat.ctime())
                + "\nmZxid = " + Hex.number(stat.mzxid())
                + "\nmtime = " + date(stat.mtime())
                + "\npZxid = " + Hex.number(stat.pzxid())
                + "\ncversion = " + stat.cversion()
                + "\ndataVersion = " + stat.version()
                + "\naclVersion = " + stat.aversion()
                + "\nephemeralOwner = " + Hex.number(stat.ephemeralOwner())
                + "\ndataLength = " + stat.dataLength()
                + "\nnumChildren = " + stat.numChildren()
                + "\n";
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (path != null) {
            json.writeStringField("path", path);
        }
        writeFields(json, stat);
        json.writeEndObject();
    }

    /** The fields of a stat inside an object: zxids and the owner in hex, times in ms since 1970. */
    public static void writeFields(JsonGenerator json, Stat stat) throws IOException {
        json.writeStringField("czxid", Hex.number(stat.czxid()));
        json.writeNumberField("ctime", stat.ctime());
        json.writeStringField("mzxid", Hex.number(stat.mzxid()));
        json.writeNumberField("mtime", stat.mtime());
        json.writeStringField("pzxid", Hex.number(stat.pzxid()));
        json.writeNumberField("cversion", stat.cversion());
        json.writeNumberField("version", stat.version());
        json.writeNumberField("aversion", stat.aversion());
        json.writeStringField("ephemeralOwner", Hex.number(stat.ephemeralOwner()));
        json.writeNumberField("dataLength", stat.dataLength());
        json.writeNumberField("numChildren", stat.numChildren());
    }

    private static String date(long ms) {
        return DATE.format(Instant.ofEpochMilli(ms).atZone(ZoneId.systemDefault()));
    }
}

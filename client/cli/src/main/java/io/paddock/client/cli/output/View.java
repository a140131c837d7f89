package io.paddock.client.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A result that can be shown in each form. */
public interface View {

    /** With the line end. Without colours it is what scripts parse. */
    String text(Style style);

    /** One JSON value. */
    void json(JsonGenerator json) throws IOException;
}

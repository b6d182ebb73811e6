package io.vestibule.protocol.oidc.downstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The query of a GET or the body of a POST as received, its characters standing for bytes; read no further than is allowed. */
record EncodedForm(String text, Source source) {
    private static final String TYPE = "application/x-www-form-urlencoded";

    /** Where it was. */
    enum Source {
        QUERY,
        BODY,
        /** A body of a type that carries no parameters. */
        OTHER_BODY
    }

    static EncodedForm query(@Nullable String query) {
        return new EncodedForm(query == null ? "" : query, Source.QUERY);
    }

    static EncodedForm body(@Nullable String contentType, InputStream body) throws IOException {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        byte[] bytes = body.readNBytes(Parameters.LONGEST + 1); // one more is over the limit, and enough to tell
        return new EncodedForm(
                new String(bytes, StandardCharsets.ISO_8859_1),
                type.toLowerCase(Locale.ROOT).equals(TYPE) ? Source.BODY : Source.OTHER_BODY);
    }

    boolean posted() {
        return source != Source.QUERY;
    }

    boolean isForm() {
        return source != Source.OTHER_BODY;
    }

    Parameters.Reading read() {
        return isForm()
                ? Parameters.read(text)
                : new Parameters.Reading.Malformed("The content type must be " + TYPE + ".");
    }
}

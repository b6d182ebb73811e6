package io.vestibule.protocol.oidc.downstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The query of a GET or the body of a POST as received, its characters standing for bytes; read no further than is allowed. */
record EncodedForm(String text, boolean posted, boolean isForm) {
    private static final String TYPE = "application/x-www-form-urlencoded";

    static EncodedForm query(@Nullable String query) {
        return new EncodedForm(query == null ? "" : query, false, true);
    }

    static EncodedForm body(@Nullable String contentType, InputStream body) throws IOException {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        byte[] bytes = body.readNBytes(Parameters.LONGEST + 1); // one more is over the limit, and enough to tell
        return new EncodedForm(
                new String(bytes, StandardCharsets.ISO_8859_1),
                true,
                type.toLowerCase(Locale.ROOT).equals(TYPE));
    }

    Parameters.Reading read() {
        return isForm
                ? Parameters.read(text)
                : new Parameters.Reading.Malformed("The content type must be " + TYPE + ".");
    }
}

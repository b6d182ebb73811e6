package io.vestibule.portal;

import io.quarkus.qute.Expression;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateNode.Origin;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Writes an address from a registration or a file. One that a browser would run or that names a local thing is written as
 * an empty fragment: an application's home of {@code javascript:…} must not become a button of ours.
 */
final class AddressMapper implements ResultMapper {
    private static final Set<String> DANGEROUS =
            Set.of("javascript", "vbscript", "data", "file", "blob", "filesystem", "about", "view-source");
    private static final String NOWHERE = "#";
    private static final int BEFORE_HTML = 10;

    @Override
    public boolean appliesTo(Origin origin, Object result) {
        return result instanceof URI;
    }

    @Override
    public int getPriority() {
        return BEFORE_HTML;
    }

    @Override
    public String map(Object result, Expression expression) {
        return Html.escape(written((URI) result));
    }

    static String written(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean picture =
                scheme.equals("data") && address.getSchemeSpecificPart().startsWith("image/");
        return DANGEROUS.contains(scheme) && !picture ? NOWHERE : address.toASCIIString();
    }
}

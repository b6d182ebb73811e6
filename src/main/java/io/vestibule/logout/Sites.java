package io.vestibule.logout;

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.net.URI;
import java.util.Locale;

/** What browsers take for one site (HTML, "schemeful same site"): cookies that are not made for it get into no frame of another. */
final class Sites {
    private Sites() {}

    /** The same scheme, and the same host or name below a public suffix, whatever the port. */
    static boolean same(URI one, URI other) {
        return lower(one.getScheme()).equals(lower(other.getScheme()))
                && site(lower(one.getHost())).equals(site(lower(other.getHost())));
    }

    private static String site(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.startsWith("[") || InetAddresses.isInetAddress(name) || !InternetDomainName.isValid(name)) {
            return name;
        }
        InternetDomainName domain = InternetDomainName.from(name);
        return domain.isUnderPublicSuffix() ? domain.topPrivateDomain().toString() : name;
    }

    private static String lower(String text) {
        return String.valueOf(text).toLowerCase(Locale.ROOT);
    }
}

package io.vestibule.portal;

import io.vestibule.identity.Sha256;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Style, script and pictures of the pages; named by their content, so that browsers keep them for good. */
@ApplicationScoped
class Assets {
    private static final Pattern NAME = Pattern.compile("([a-z0-9-]+)\\.([a-z0-9]+)");
    private static final Pattern FINGERPRINTED = Pattern.compile("([a-z0-9-]+)\\.([0-9a-f]{12})\\.([a-z0-9]+)");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webp", "image/webp",
            "jpg", "image/jpeg",
            "ico", "image/x-icon",
            "woff2", "font/woff2");

    private final PortalFiles files;
    private final String prefix;
    private volatile Loaded loaded;

    private record Loaded(long version, Map<String, Optional<Asset>> byName) {}

    /** One file and how it is sent. */
    record Asset(byte[] content, String type, String fingerprint) {}

    Assets(PortalFiles files, BaseUrl baseUrl) {
        this.files = files;
        this.prefix = baseUrl.resolve("/assets/").getRawPath();
        this.loaded = new Loaded(files.version(), new ConcurrentHashMap<>());
    }

    /** The address of {@code name} as it is now. */
    String href(String name) {
        return prefix
                + named(name)
                        .map(asset -> name.replaceFirst("\\.", "." + asset.fingerprint() + "."))
                        .orElse(name);
    }

    /** The asset under an address made by {@link #href}, when it has not changed since. */
    Optional<Asset> fingerprinted(String address) {
        Matcher parts = FINGERPRINTED.matcher(address);
        return parts.matches()
                ? named(parts.group(1) + "." + parts.group(3))
                        .filter(asset -> asset.fingerprint().equals(parts.group(2)))
                : Optional.empty();
    }

    /** The asset of that plain name. */
    Optional<Asset> named(String name) {
        Loaded now = loaded;
        if (now.version != files.version()) {
            now = new Loaded(files.version(), new ConcurrentHashMap<>());
            loaded = now;
        }
        Matcher parts = NAME.matcher(name);
        if (!parts.matches() || !TYPES.containsKey(parts.group(2))) {
            return Optional.empty();
        }
        return now.byName.computeIfAbsent(name, this::load);
    }

    private Optional<Asset> load(String name) {
        String type = TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "application/octet-stream");
        return files.template("assets/" + name).map(content -> new Asset(content, type, fingerprint(content)));
    }

    static String fingerprint(byte[] content) {
        return Sha256.of(content).hex().substring(0, 12);
    }
}

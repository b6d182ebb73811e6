package io.vestibule.protocol.saml.metadata;

import io.vestibule.protocol.saml.metadata.Display.Logo;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** Reads mdui:UIInfo and mdui:DiscoHints (MDUI §2.1, §2.2). */
final class DisplayReader {
    private static final int LONGEST_WORDS = 2000;
    private static final int LONGEST_URL = 2000; // a picture inside the address would be carried by every page

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> descriptions = new LinkedHashMap<>();
    private final Map<String, List<String>> keywords = new LinkedHashMap<>();
    private final List<Logo> logos = new ArrayList<>();
    private final Map<String, URI> information = new LinkedHashMap<>();
    private final Map<String, URI> privacy = new LinkedHashMap<>();
    private final List<String> domains = new ArrayList<>();

    void read(XmlCursor uiInfo) throws XMLStreamException, MetadataRefused {
        uiInfo.children(child -> {
            String language = child.language();
            switch (child.nameIn(Names.MDUI)) {
                case "DisplayName" -> words(child).ifPresent(name -> names.putIfAbsent(language, name));
                case "Description" -> words(child).ifPresent(text -> descriptions.putIfAbsent(language, text));
                case "Keywords" -> words(child).ifPresent(list -> keywords(language, list));
                case "Logo" -> logo(child, language);
                case "InformationURL" -> address(child).ifPresent(url -> information.putIfAbsent(language, url));
                case "PrivacyStatementURL" -> address(child).ifPresent(url -> privacy.putIfAbsent(language, url));
                default -> {
                    // Extensions of extensions.
                }
            }
        });
    }

    void readHints(XmlCursor hints) throws XMLStreamException, MetadataRefused {
        hints.children(child -> {
            if (child.is(Names.MDUI, "DomainHint")) {
                words(child).ifPresent(domains::add);
            }
        });
    }

    Display display() {
        return new Display(names, descriptions, keywords, logos, information, privacy, domains);
    }

    /** MDUI §2.1.4: separated by spaces, a plus sign stands for a space inside one. */
    private void keywords(String language, String list) {
        List<String> words = keywords.computeIfAbsent(language, unseen -> new ArrayList<>());
        for (String word : list.split("\\s+")) {
            if (!word.isBlank()) {
                words.add(word.replace('+', ' '));
            }
        }
    }

    private void logo(XmlCursor logo, String language) throws XMLStreamException, MetadataRefused {
        int width = pixels(logo, "width");
        int height = pixels(logo, "height");
        address(logo)
                .filter(url -> "https".equals(url.getScheme())) // a page of ours loads no picture readable on the way
                .ifPresent(url -> logos.add(
                        new Logo(url, width, height, Optional.of(language).filter(tag -> !tag.isEmpty()))));
    }

    private static Optional<String> words(XmlCursor element) throws XMLStreamException, MetadataRefused {
        return element.textUpTo(LONGEST_WORDS).filter(text -> !text.isEmpty());
    }

    private static Optional<URI> address(XmlCursor element) throws XMLStreamException, MetadataRefused {
        return element.textUpTo(LONGEST_URL).flatMap(RoleReader::web);
    }

    private static int pixels(XmlCursor logo, String side) {
        String text = logo.attribute(side).orElse("");
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }
}

package io.vestibule.protocol.saml.metadata;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/** Octets of an EntityDescriptor to a record (SAML Metadata §2.3.2). Believes what it is given: verify before. */
final class EntityReader {
    private static final int LONGEST_ENTITY_ID = 1024; // SAML Metadata §2.2.1

    private final HardenedXml parser;

    EntityReader(HardenedXml parser) {
        this.parser = parser;
    }

    /**
     * The entity of that id in a document of one or a few, or the only one when no id is given.
     *
     * @throws MetadataRefused when it is no metadata, or has none such, or it is not clear which
     */
    EntityMetadata one(byte[] document, Optional<String> wanted) throws MetadataRefused {
        List<EntityMetadata> found = all(document).stream()
                .filter(entity -> wanted.map(entity.entityId()::equals).orElse(true))
                .toList();
        if (found.isEmpty()) {
            throw new MetadataRefused("entity-not-found", "no entity " + wanted.orElse("at all"));
        }
        if (found.size() > 1) {
            throw new MetadataRefused("several-entities", found.size() + " entities; say which with entityId");
        }
        return found.getFirst();
    }

    /** Every entity of a document. */
    List<EntityMetadata> all(byte[] document) throws MetadataRefused {
        List<EntityMetadata> found = new ArrayList<>();
        try {
            XmlCursor root = XmlCursor.atRoot(parser, document);
            if (!root.is(Names.MD, "EntityDescriptor") && !root.is(Names.MD, "EntitiesDescriptor")) {
                throw new MetadataRefused("not-metadata", "the root element is not one of metadata");
            }
            collect(root, new Surrounding(Optional.empty(), Optional.empty()), found);
        } catch (XMLStreamException malformed) {
            throw new MetadataRefused("not-well-formed", String.valueOf(malformed.getMessage()));
        }
        return found;
    }

    /** What groups around an entity say for it too. */
    private record Surrounding(Optional<Instant> validUntil, Optional<String> registrar) {
        Surrounding with(XmlCursor element) throws MetadataRefused {
            return new Surrounding(earlier(validUntil, moment(element, "validUntil")), registrar);
        }
    }

    private static void collect(XmlCursor element, Surrounding around, List<EntityMetadata> found)
            throws XMLStreamException, MetadataRefused {
        if (element.is(Names.MD, "EntityDescriptor")) {
            found.add(entity(element, around.with(element)));
        } else if (element.is(Names.MD, "EntitiesDescriptor")) {
            Surrounding inside = around.with(element);
            String[] registrar = {inside.registrar().orElse("")};
            element.children(child -> {
                if (child.is(Names.MD, "Extensions")) {
                    registrar(child).ifPresent(authority -> registrar[0] = authority);
                } else {
                    Optional<String> group = Optional.of(registrar[0]).filter(name -> !name.isEmpty());
                    collect(child, new Surrounding(inside.validUntil(), group), found);
                }
            });
        }
    }

    private static EntityMetadata entity(XmlCursor entity, Surrounding around)
            throws XMLStreamException, MetadataRefused {
        String id = entity.attribute("entityID").orElse("");
        if (id.isEmpty() || id.length() > LONGEST_ENTITY_ID) {
            throw new MetadataRefused("entity-id", "an entity without a usable entityID");
        }
        Extensions own = new Extensions();
        List<RoleReader> idp = new ArrayList<>();
        List<RoleReader> sp = new ArrayList<>();
        entity.children(child -> {
            switch (child.nameIn(Names.MD)) {
                case "Extensions" -> own.read(child);
                case "IDPSSODescriptor" -> role(child, idp);
                case "SPSSODescriptor" -> role(child, sp);
                default -> {
                    // Roles of other profiles, contacts: nothing here asks for them.
                }
            }
        });
        return new EntityMetadata(
                id,
                around.validUntil(),
                own.registrar.or(around::registrar),
                own.attributes,
                idp.stream().findFirst().map(role -> role.identityProvider(own.scopes)),
                sp.stream().findFirst().map(RoleReader::serviceProvider));
    }

    private static void role(XmlCursor element, List<RoleReader> roles) throws XMLStreamException, MetadataRefused {
        boolean saml2 = List.of(element.attribute("protocolSupportEnumeration")
                        .orElse("")
                        .split("\\s+"))
                .contains(Names.SAML2_PROTOCOL);
        if (saml2) {
            RoleReader role = new RoleReader();
            role.read(element);
            roles.add(role);
        }
    }

    /** The Extensions of an entity. */
    private static final class Extensions {
        private final Map<String, Set<String>> attributes = new LinkedHashMap<>();
        private final List<Scopes.Scope> scopes = new ArrayList<>();
        private Optional<String> registrar = Optional.empty();

        void read(XmlCursor extensions) throws XMLStreamException, MetadataRefused {
            extensions.children(child -> {
                if (child.is(Names.MDRPI, "RegistrationInfo")) {
                    registrar = registrar.or(() -> child.attribute("registrationAuthority"));
                } else if (child.is(Names.SHIBMD, "Scope")) {
                    RoleReader.scope(child).ifPresent(scopes::add);
                } else if (child.is(Names.MDATTR, "EntityAttributes")) {
                    child.children(this::attribute);
                }
            });
        }

        /** An assertion may stand here too; it would need a signature of its own, so it is passed over. */
        private void attribute(XmlCursor attribute) throws XMLStreamException, MetadataRefused {
            if (attribute.is(Names.SAML, "Attribute")) {
                Set<String> values = attributes.computeIfAbsent(
                        attribute.attribute("Name").orElse(""), unseen -> new LinkedHashSet<>());
                attribute.children(value -> {
                    if (value.is(Names.SAML, "AttributeValue")) {
                        values.add(value.text());
                    }
                });
            }
        }
    }

    private static Optional<String> registrar(XmlCursor extensions) throws XMLStreamException, MetadataRefused {
        Extensions read = new Extensions();
        read.read(extensions);
        return read.registrar;
    }

    static Optional<Instant> moment(XmlCursor element, String attribute) throws MetadataRefused {
        Optional<String> text = element.attribute(attribute);
        return text.isEmpty() ? Optional.empty() : Optional.of(moment(text.get()));
    }

    /** SAML Core §1.3.3: xs:dateTime in UTC. */
    static Instant moment(String text) throws MetadataRefused {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unreadable) {
            throw new MetadataRefused("not-a-time", "no date and time in UTC: " + text);
        }
    }

    static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent()
                ? one.filter(moment -> moment.isBefore(other.get())).or(() -> other)
                : one.or(() -> other);
    }
}

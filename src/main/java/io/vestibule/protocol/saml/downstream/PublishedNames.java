package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.opensaml.core.xml.schema.XSAny;
import org.opensaml.saml.ext.saml2mdui.DisplayName;
import org.opensaml.saml.ext.saml2mdui.InformationURL;
import org.opensaml.saml.ext.saml2mdui.Logo;
import org.opensaml.saml.ext.saml2mdui.UIInfo;
import org.opensaml.saml.saml2.metadata.ContactPerson;
import org.opensaml.saml.saml2.metadata.ContactPersonTypeEnumeration;
import org.opensaml.saml.saml2.metadata.EmailAddress;
import org.opensaml.saml.saml2.metadata.Extensions;
import org.opensaml.saml.saml2.metadata.GivenName;
import org.opensaml.saml.saml2.metadata.LocalizedName;
import org.opensaml.saml.saml2.metadata.Organization;
import org.opensaml.saml.saml2.metadata.OrganizationDisplayName;
import org.opensaml.saml.saml2.metadata.OrganizationName;
import org.opensaml.saml.saml2.metadata.OrganizationURL;

/** What people see of the identity provider: names and logo (MDUI §2.1), who runs it, whom to ask; and its scope. */
@ApplicationScoped
class PublishedNames {
    private static final String ENGLISH = "en";
    private static final QName SCOPE = new QName("urn:mace:shibboleth:metadata:1.0", "Scope", "shibmd");
    private static final String REFEDS = "http://refeds.org/metadata";
    /** Metadata must say a size; a logo here is a tile of any. */
    private static final int TILE = 64;

    private final OpenSaml xml;
    private final BaseUrl base;
    private final SamlUrls urls;

    PublishedNames(OpenSaml xml, BaseUrl base, SamlUrls urls) {
        this.xml = xml;
        this.base = base;
        this.urls = urls;
    }

    Extensions extensions(Realm realm) {
        Extensions extensions = xml.build(Extensions.DEFAULT_ELEMENT_NAME, Extensions.class);
        extensions.getUnknownXMLObjects().add(scope(realm));
        extensions.getUnknownXMLObjects().add(uiInfo(realm));
        return extensions;
    }

    Optional<Organization> organisation(SamlRealm settings) {
        return settings.organisation().map(declared -> {
            Organization organisation = xml.build(Organization.DEFAULT_ELEMENT_NAME, Organization.class);
            organisation
                    .getOrganizationNames()
                    .add(named(
                            xml.build(OrganizationName.DEFAULT_ELEMENT_NAME, OrganizationName.class),
                            declared.name(),
                            ENGLISH));
            organisation
                    .getDisplayNames()
                    .add(named(
                            xml.build(OrganizationDisplayName.DEFAULT_ELEMENT_NAME, OrganizationDisplayName.class),
                            declared.name(),
                            ENGLISH));
            OrganizationURL url = xml.build(OrganizationURL.DEFAULT_ELEMENT_NAME, OrganizationURL.class);
            url.setURI(declared.url().toString());
            url.setXMLLang(ENGLISH);
            organisation.getURLs().add(url);
            return organisation;
        });
    }

    List<ContactPerson> contacts(SamlRealm settings) {
        return settings.contacts().stream().map(this::contact).toList();
    }

    private ContactPerson contact(SamlRealm.Contact declared) {
        ContactPerson contact = xml.build(ContactPerson.DEFAULT_ELEMENT_NAME, ContactPerson.class);
        contact.setType(
                switch (declared.kind()) {
                    case TECHNICAL -> ContactPersonTypeEnumeration.TECHNICAL;
                    case SUPPORT -> ContactPersonTypeEnumeration.SUPPORT;
                    case ADMINISTRATIVE -> ContactPersonTypeEnumeration.ADMINISTRATIVE;
                    case SECURITY -> ContactPersonTypeEnumeration.OTHER;
                });
        if (declared.kind() == SamlRealm.Contact.Kind.SECURITY) { // REFEDS Security Contact Metadata Extension §3
            contact.getUnknownAttributes()
                    .put(new QName(REFEDS, "contactType", "remd"), "http://refeds.org/metadata/contactType/security");
        }
        declared.name().ifPresent(name -> {
            GivenName given = xml.build(GivenName.DEFAULT_ELEMENT_NAME, GivenName.class);
            given.setValue(name);
            contact.setGivenName(given);
        });
        EmailAddress address = xml.build(EmailAddress.DEFAULT_ELEMENT_NAME, EmailAddress.class);
        address.setURI("mailto:" + declared.email());
        contact.getEmailAddresses().add(address);
        return contact;
    }

    private XSAny scope(Realm realm) {
        XSAny scope = xml.other(SCOPE);
        scope.getUnknownAttributes().put(new QName("regexp"), "false");
        scope.setTextContent(urls.scope(realm));
        return scope;
    }

    private UIInfo uiInfo(Realm realm) {
        UIInfo shown = xml.build(UIInfo.DEFAULT_ELEMENT_NAME, UIInfo.class);
        for (String language : realm.languages()) {
            shown.getDisplayNames()
                    .add(named(
                            xml.build(DisplayName.DEFAULT_ELEMENT_NAME, DisplayName.class),
                            realm.displayName(),
                            language));
        }
        InformationURL home = xml.build(InformationURL.DEFAULT_ELEMENT_NAME, InformationURL.class);
        home.setURI(base.issuer(realm.name()).toString());
        home.setXMLLang(realm.languages().getFirst());
        shown.getInformationURLs().add(home);
        realm.theme().logo().ifPresent(address -> {
            Logo logo = xml.build(Logo.DEFAULT_ELEMENT_NAME, Logo.class);
            logo.setURI(base.value().resolve(address).toString());
            logo.setWidth(TILE);
            logo.setHeight(TILE);
            shown.getLogos().add(logo);
        });
        return shown;
    }

    private static <N extends LocalizedName> N named(N name, String text, String language) {
        name.setValue(text);
        name.setXMLLang(language);
        return name;
    }
}

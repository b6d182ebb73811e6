package io.vestibule.portal;

import io.quarkus.qute.Engine;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.Variant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The templates, parsed once. An operator's template stands in front of ours; should theirs be broken, the page is rendered
 * from ours and the log says what is wrong, because a typing error must not lock everybody out.
 */
@ApplicationScoped
class Templates {
    private static final Logger LOG = Logger.getLogger(Templates.class);
    private static final Variant HTML = Variant.forContentType(Variant.TEXT_HTML);
    private static final int BEFORE_OURS = 100;

    private final Engine ours;
    private final TemplateFolder folder;
    private volatile Overridden theirs;

    private record Overridden(long version, Engine engine) {}

    Templates(Engine ours, TemplateFolder folder) {
        this.ours = ours;
        this.folder = folder;
        this.theirs = overridden();
    }

    static void speak(@Observes EngineBuilder builder) {
        builder.addNamespaceResolver(TextResolver.plain())
                .addNamespaceResolver(TextResolver.rich())
                .addResultMapper(new AddressMapper());
    }

    String render(String name, Texts texts, Map<String, Object> data) {
        if (folder.exists()) {
            try {
                return render(theirs().getTemplate(name), name, texts, data);
            } catch (TemplateException broken) {
                LOG.errorf(
                        "a template in %s is broken, page %s is rendered without that folder: %s",
                        folder, name, broken.getMessage());
            }
        }
        return render(ours.getTemplate(name), name, texts, data);
    }

    private static String render(Template template, String name, Texts texts, Map<String, Object> data) {
        if (template == null) {
            throw new IllegalArgumentException("no template " + name);
        }
        TemplateInstance instance = template.instance().setAttribute(TextResolver.TEXTS, texts);
        data.forEach(instance::data);
        return instance.render();
    }

    private Engine theirs() {
        Overridden now = theirs;
        if (now.version != folder.version()) {
            now = overridden();
            theirs = now;
        }
        return now.engine;
    }

    private Overridden overridden() {
        return new Overridden(
                folder.version(),
                ours.newBuilder().addLocator(new Locator(folder)).build());
    }

    /** Finds {@code choose} as {@code choose.html} in the operator's folder. */
    private record Locator(TemplateFolder folder) implements TemplateLocator {
        @Override
        public int getPriority() {
            return BEFORE_OURS;
        }

        @Override
        public Optional<TemplateLocation> locate(String id) {
            return folder.read(id.endsWith(".html") ? id : id + ".html").map(Located::new);
        }
    }

    private record Located(byte[] content) implements TemplateLocator.TemplateLocation {
        @Override
        public Reader read() {
            return new StringReader(new String(content, StandardCharsets.UTF_8));
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.of(HTML); // Without it nothing in the template would be escaped.
        }
    }
}

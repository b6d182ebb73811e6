package io.vestibule.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vestibule.browser.BrowserReply;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.junit.jupiter.api.Test;

class BrowserReplyEndpointsTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vestibule");

    /** Unsaid, the framework takes it for JSON and answers a browser that accepts only HTML with 406. */
    @Test
    void whoeverRepliesToABrowserSaysThatItIsAPage() {
        methods()
                .that()
                .haveRawReturnType(BrowserReply.class)
                .and()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .and()
                .arePublic()
                .should(sayWhatTheyProduce())
                .check(OURS);
    }

    private static ArchCondition<JavaMethod> sayWhatTheyProduce() {
        return new ArchCondition<>("say with @Produces that they answer HTML, and anything else that is accepted") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean says = method.isAnnotatedWith(Produces.class)
                        || method.getOwner().isAnnotatedWith(Produces.class);
                events.add(new SimpleConditionEvent(method, says, method.getFullName()));
            }
        };
    }
}

package io.vestibule.portal;

import io.quarkus.qute.EvalContext;
import io.quarkus.qute.EvaluatedParams;
import io.quarkus.qute.NamespaceResolver;
import io.quarkus.qute.RawString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;

/**
 * Texts in templates: {@code {t:choose_title(name)}} is plain text, {@code {rich:consent_title(name)}} marks the arguments
 * with {@code <bdi>}. {@code {t:of('error', kind, 'title')}} puts the key together: {@code error_flow_lost_title}.
 */
final class TextResolver {
    static final String TEXTS = "texts";

    private TextResolver() {}

    static NamespaceResolver plain() {
        return resolver("t", (context, arguments) -> texts(context).plain(arguments.key(), arguments.values()));
    }

    static NamespaceResolver rich() {
        return resolver(
                "rich",
                (context, arguments) -> new RawString(texts(context).rich(arguments.key(), arguments.values())));
    }

    private record Arguments(String key, List<String> values) {}

    private static NamespaceResolver resolver(String namespace, BiFunction<EvalContext, Arguments, Object> say) {
        return NamespaceResolver.builder(namespace)
                .resolveAsync(context -> resolved(context, say))
                .build();
    }

    private static CompletionStage<Object> resolved(
            EvalContext context, BiFunction<EvalContext, Arguments, Object> say) {
        EvaluatedParams params = EvaluatedParams.evaluate(context);
        return params.stage.thenApply(evaluated -> {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < context.getParams().size(); i++) {
                values.add(String.valueOf(value(params, i)));
            }
            return say.apply(context, arguments(context.getName(), values));
        });
    }

    private static Arguments arguments(String name, List<String> values) {
        return name.equals("of")
                ? new Arguments(String.join("_", values).toLowerCase(Locale.ROOT), List.of())
                : new Arguments(name, values);
    }

    private static Object value(EvaluatedParams params, int index) {
        try {
            return params.getResult(index);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Texts texts(EvalContext context) {
        if (context.getAttribute(TEXTS) instanceof Texts texts) {
            return texts;
        }
        throw new IllegalStateException("the page is rendered without texts");
    }
}

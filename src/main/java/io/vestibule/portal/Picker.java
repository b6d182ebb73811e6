package io.vestibule.portal;

import io.vestibule.login.view.ChooseView;
import io.vestibule.login.view.ChooseView.Choice;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The connectors as the page lists them; templates read it as {@code picker}.
 *
 * @param preferred the one used last, shown as the first step
 * @param offered how many there are beside it
 * @param searchable whether there are so many that a search field helps
 * @param search what was searched for
 * @param shown those that fit the search
 */
public record Picker(Optional<Choice> preferred, int offered, boolean searchable, String search, List<Choice> shown) {
    private static final int EASILY_SEEN = 8;
    private static final int LONGEST_SEARCH = 100;
    /** Letters that Unicode does not take apart; portal.js has the same. */
    private static final Map<String, String> INDIVISIBLE =
            Map.of("ł", "l", "ø", "o", "đ", "d", "ð", "d", "ß", "ss", "æ", "ae", "œ", "oe", "ı", "i", "þ", "th");

    static Picker of(ChooseView view, String searched) {
        Optional<Choice> preferred = view.choices().stream()
                .filter(choice -> view.lastUsed().filter(choice.id()::equals).isPresent())
                .findFirst();
        List<Choice> others = view.choices().stream()
                .filter(choice -> !preferred.filter(choice::equals).isPresent())
                .toList();
        boolean searchable = view.choices().size() > EASILY_SEEN;
        String search = searchable ? searched.strip() : "";
        if (search.length() > LONGEST_SEARCH) {
            search = search.substring(0, LONGEST_SEARCH);
        }
        String wanted = plain(search);
        return new Picker(
                preferred,
                others.size(),
                searchable,
                search,
                others.stream()
                        .filter(choice -> plain(choice.name()).contains(wanted)
                                || plain(choice.id()).contains(wanted))
                        .toList());
    }

    /** Without case, accents and strokes: "universite" finds "Université", "lodz" finds "Łódź". */
    private static String plain(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> letter : INDIVISIBLE.entrySet()) {
            folded = folded.replace(letter.getKey(), letter.getValue());
        }
        return folded;
    }
}

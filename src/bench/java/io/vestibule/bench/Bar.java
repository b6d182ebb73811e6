package io.vestibule.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a figure is held against.
 *
 * @param floor what cannot be cheaper, in the figure's own unit
 * @param floorOf in words
 * @param most the figure may be this, and no more
 * @param share of the figure that the floor must make up, at least
 */
record Bar(OptionalDouble floor, String floorOf, OptionalDouble most, OptionalDouble share) {
    static final Bar NONE = new Bar(OptionalDouble.empty(), "", OptionalDouble.empty(), OptionalDouble.empty());

    static Bar of(double floor, String floorOf) {
        return new Bar(OptionalDouble.of(floor), floorOf, OptionalDouble.empty(), OptionalDouble.empty());
    }

    Bar atMost(double figure) {
        return new Bar(floor, floorOf, OptionalDouble.of(figure), share);
    }

    Bar atLeast(double shareOfFloor) {
        return new Bar(floor, floorOf, most, OptionalDouble.of(shareOfFloor));
    }

    boolean given() {
        return most.isPresent() || share.isPresent();
    }

    boolean met(double figure) {
        return figure <= most.orElse(Double.MAX_VALUE) && floor.orElse(0) / figure >= share.orElse(0);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        most.ifPresent(figure -> text.append(String.format(Locale.ROOT, "<= %.3g", figure)));
        share.ifPresent(least ->
                text.append(text.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, ">= %.0f%%", least * 100)));
        return text.toString();
    }

    String verdict(double figure) {
        return !given() ? "" : met(figure) ? "met" : "MISSED";
    }
}

package io.vestibule.realm.reading;

/** A line of a file, counted from 1. */
public record Mark(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}

package io.vestibule.grants;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One status list: of tokens that end within the same hour, and the how-manieth of those.
 *
 * @param bucket the hour, counted from the epoch, at whose beginning the last of them has ended
 */
record StatusListId(long bucket, int part) {
    /** Entries of one list: 8 KiB before compression, which offers a token a crowd to hide in. */
    static final int SIZE = 1 << 16;

    private static final long HOUR = 3_600;
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,8})-([0-9]{1,4})");

    static long bucket(Instant expiresAt) {
        return Math.floorDiv(expiresAt.getEpochSecond() + HOUR - 1, HOUR);
    }

    static StatusListId of(long bucket, int place) {
        return new StatusListId(bucket, place / SIZE);
    }

    static Optional<StatusListId> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches()
                ? Optional.of(new StatusListId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                        .filter(id -> id.toString().equals(text)) // one name for each, or a cache is filled with others
                : Optional.empty();
    }

    /** When nothing in it can be used any more. */
    Instant over() {
        return Instant.ofEpochSecond(bucket * HOUR);
    }

    /** The first of its places among all of the bucket. */
    int first() {
        return part * SIZE;
    }

    @Override
    public String toString() {
        return bucket + "-" + part;
    }
}

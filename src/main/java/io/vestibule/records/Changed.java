package io.vestibule.records;

/**
 * Something that other rooms keep copies of is no longer what it was. Fired as a CDI event right after the commit on the
 * node that changed it, and within a second on every other one. Listeners drop what they keep and return: they run where a
 * transaction has just ended and must not ask the database.
 *
 * @param topic what kind of thing: {@code user}, {@code group}, {@code domain}, {@code project}, {@code role} …
 * @param key which one; what it is depends on the topic
 */
public record Changed(String realm, String topic, String key) {
    public boolean is(String sought) {
        return topic.equals(sought);
    }
}

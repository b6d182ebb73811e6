package io.vestibule.protocol.saml.xml;

/**
 * How much XML is read at most.
 *
 * @param bytes of the whole document
 * @param depth of nested elements
 * @param attributes of one element
 * @param elements in the whole document
 */
public record XmlLimits(int bytes, int depth, int attributes, int elements) {
    /** A protocol message: requirements/saml.md, "Limits". */
    public static final XmlLimits MESSAGE = new XmlLimits(256 * 1024, 64, 64, 5_000);
}

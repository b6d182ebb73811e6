package io.vestibule.protocol.saml.metadata;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** Where canonical octets go: into the digest and the copy, the same for both; a marked piece can be taken out as a whole. */
final class CanonicalOutput extends OutputStream {
    private static final int USUAL = 64 * 1024;

    private final MessageDigest digest;
    private final OutputStream copy;
    private final int largestPiece;
    private final long most;
    private byte[] buffer = new byte[USUAL];
    private int filled;
    private long written;
    private boolean marked;

    /** @param most octets in all: a short name that stands for a long namespace is written out each time */
    CanonicalOutput(MessageDigest digest, OutputStream copy, int largestPiece, long most) {
        this.digest = digest;
        this.copy = copy;
        this.largestPiece = largestPiece;
        this.most = most;
    }

    /** Where the next octet will stand in the copy. */
    long position() {
        return written + filled;
    }

    /** From here on octets are held until {@link #taken}. */
    void mark() throws IOException {
        drain();
        marked = true;
    }

    /** The octets since {@link #mark}. */
    byte[] taken() throws IOException {
        byte[] piece = Arrays.copyOf(buffer, filled);
        marked = false;
        drain();
        return piece;
    }

    @Override
    public void write(int octet) throws IOException {
        if (filled == buffer.length) {
            makeRoom(1);
        }
        buffer[filled++] = (byte) octet;
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        if (length > buffer.length - filled) {
            makeRoom(length);
        }
        System.arraycopy(octets, from, buffer, filled, length);
        filled += length;
    }

    byte[] finished() throws IOException {
        drain();
        copy.flush();
        return digest.digest();
    }

    private void makeRoom(int wanted) throws IOException {
        if (!marked) {
            drain();
        }
        if (wanted > buffer.length - filled) {
            if (filled + wanted > largestPiece) {
                throw new TooLarge("an element of more than " + largestPiece + " bytes");
            }
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, filled + wanted));
        }
    }

    private void drain() throws IOException {
        if (written + filled > most) {
            throw new TooLarge("more than " + most + " bytes in canonical form");
        }
        digest.update(buffer, 0, filled);
        copy.write(buffer, 0, filled);
        written += filled;
        filled = 0;
    }

    /** More came than is taken. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(String what) {
            super(what);
        }
    }
}

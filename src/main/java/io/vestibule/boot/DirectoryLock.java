package io.vestibule.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One process owns a data directory. The kernel drops the lock with the process, however it ended, so there is no stale
 * lock to clear; the text inside only names the holder for the one who was refused.
 */
final class DirectoryLock implements AutoCloseable {
    /**
     * POSIX drops a process's lock as soon as the process closes any descriptor of that file, so a process that holds
     * it must not so much as open the file again. This mark, seen by every class loader, keeps it from doing so.
     */
    private static final String HELD_HERE = "vestibule.holds:";

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static DirectoryLock take(Path file) throws IOException {
        String us = "process " + ProcessHandle.current().pid();
        if (System.getProperties().putIfAbsent(HELD_HERE + file, us) != null) {
            throw refusal(file, us);
        }
        try {
            return new DirectoryLock(file, locked(file, us));
        } catch (StartRefusal | IOException e) {
            System.clearProperty(HELD_HERE + file);
            throw e;
        }
    }

    private static FileChannel locked(Path file, String us) throws IOException {
        FileChannel channel = open(file);
        try {
            if (channel.tryLock() == null) {
                throw refusal(file, holder(file));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(us.getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (StartRefusal | IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            throw new StartRefusal(
                    "No permission to write " + file + " (its directory belongs to "
                            + Files.getOwner(file.resolve("..")) + "): start as that user, or set VESTIBULE_DATA_DIR.",
                    e);
        }
    }

    private static String holder(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return text.isEmpty() ? "another process" : text;
    }

    private static StartRefusal refusal(Path file, String holder) {
        return new StartRefusal("The data directory " + file.getParent() + " is in use by " + holder
                + ". Stop that server first, or set VESTIBULE_DATA_DIR to another directory.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        System.clearProperty(HELD_HERE + file);
    }
}

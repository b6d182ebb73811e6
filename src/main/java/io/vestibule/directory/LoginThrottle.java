package io.vestibule.directory;

/** Slows down guessing from one address. Only failures count. */
public interface LoginThrottle {
    boolean mayTry(String address);

    void failed(String address);
}

package io.vestibule.protocol.keystone.token;

import java.util.ArrayList;
import java.util.List;

/** The methods of a token as one number: the first of the realm's list is 1, the next 2, then 4 and so on. */
record MethodBits(List<String> names) {
    /** What is not in the list is left out, as Keystone does. */
    int number(List<String> methods) {
        int number = 0;
        for (int i = 0; i < names.size(); i++) {
            if (methods.contains(names.get(i))) {
                number |= 1 << i;
            }
        }
        return number;
    }

    /** The highest bit first, as Keystone reads it. */
    List<String> methods(int number) {
        List<String> methods = new ArrayList<>();
        for (int i = names.size() - 1; i >= 0; i--) {
            if ((number & 1 << i) != 0) {
                methods.add(names.get(i));
            }
        }
        return methods;
    }
}

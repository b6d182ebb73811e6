package io.vestibule.realm.reading;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a record component whose key the file leaves out, written as YAML and read as if the operator had written it:
 * {@code @IfAbsent("true") boolean userinfo}, {@code @IfAbsent("[openid, profile]") List<String> scopes}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface IfAbsent {
    String value();
}

package io.vestibule.journey;

/**
 * The demo as delivered, with a store of its own: whoever comes from the campus by another protocol first has their e-mail
 * address here already, which is given to nobody twice.
 */
public class DemoBySamlProfile extends DemoProfile {}

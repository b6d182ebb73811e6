package io.vestibule.protocol.keystone.clients;

import io.vestibule.protocol.keystone.golden.GoldenProfile;

/** The cloud of the recorded exchanges, and a start of its own: what clients leave behind is in nobody's lists. */
public class ClientsProfile extends GoldenProfile {}

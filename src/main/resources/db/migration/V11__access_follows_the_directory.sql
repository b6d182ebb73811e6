-- What lies in a domain goes with it, and what a group was given goes with the group.
alter table project add constraint project_domain
    foreign key (realm, domain_id) references domain (realm, id) on delete cascade;
alter table access_role add constraint access_role_domain
    foreign key (realm, domain_id) references domain (realm, id) on delete cascade;
alter table role_assignment add constraint role_assignment_domain
    foreign key (realm, domain_id) references domain (realm, id) on delete cascade;
alter table role_assignment add constraint role_assignment_group
    foreign key (realm, group_id) references user_group (realm, id) on delete cascade;
alter table resource_limit add constraint resource_limit_domain
    foreign key (realm, domain_id) references domain (realm, id) on delete cascade;

-- Whose sessions became void lately: they are looked for again and again, whoever was to end them at that moment.
create index app_user_by_voiding on app_user (tokens_valid_after) where tokens_valid_after is not null;

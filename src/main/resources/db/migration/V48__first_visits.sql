-- Since when somebody comes by a browser: who never did is told of no browser that is new.
alter table app_user add column first_browser_at timestamptz;

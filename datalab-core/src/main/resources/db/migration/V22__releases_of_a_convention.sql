-- The lists that one person may read: of each convention that names them, read from where the page before ended.
create index release_of_convention on release (convention, created, id);
create index release_of_convention_by_state on release (convention, state, created, id);

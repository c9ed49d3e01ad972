-- Rights in the registry's database. Run by the role that owns its tables, after the home was made and after each new version of the program.
-- Roles are made before, by a database administrator:
--   create role datalab_act login password '...';     -- the desk, the gate, commands, jobs
--   create role datalab_read login password '...';    -- an auditor's own tools

-- Nobody else comes in.
revoke all on schema public from public;
revoke all on all tables in schema public from public, datalab_act, datalab_read;

-- Who acts reads and writes, and makes or drops no table.
grant usage on schema public to datalab_act;
grant select, insert, update, delete on all tables in schema public to datalab_act;
revoke insert, update, delete on flyway_schema_history from datalab_act;

-- What was said once stays: these are written, never changed nor removed.
revoke update, delete on
  journal_record, journal_node, access, convention_signature, release_file, release_decision, release_export, release_comment,
  release_checklist, warrant_approval, warrant_execution, privacy_spending, delivery_report, retention_convention
  from datalab_act;

-- A convention's text too: it can be suspended and ended.
revoke update, delete on convention from datalab_act;
grant update (suspended, ended) on convention to datalab_act;

-- Who audits reads acts, and no secret: neither hashes of passwords and tokens, nor second factors, nor comments of reviews under way.
grant usage on schema public to datalab_read;
grant select on
  journal_record, journal_node, journal_tree, access, access_day, convention, convention_signature, flow, delivery, delivery_file, flyway_schema_history
  to datalab_read;

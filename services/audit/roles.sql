-- Roles for the audit schema in production, where the service must not own the record.
--
-- Run as the schema's owner, with the right to create roles, after each
-- `python -m moderation_audit migrate`; then run the service with MODERATION_MIGRATE_ON_START=false
-- as a login role that is a member of moderation_audit_service, and `verify` as a member of
-- moderation_audit_reader. Only the owner could disable the triggers that refuse changes, so nobody
-- should log in as the owner but to migrate.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'moderation_audit_service') THEN
        CREATE ROLE moderation_audit_service NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'moderation_audit_reader') THEN
        CREATE ROLE moderation_audit_reader NOLOGIN;
    END IF;
END
$$;

REVOKE ALL ON SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;

GRANT USAGE ON SCHEMA audit TO moderation_audit_service, moderation_audit_reader;

GRANT SELECT, INSERT ON
    audit.entries, audit.heads, audit.personal_texts, audit.subject_keys
    TO moderation_audit_service;
GRANT SELECT, INSERT, DELETE ON audit.outbox, audit.outbox_refused TO moderation_audit_service;

GRANT SELECT ON
    audit.entries, audit.heads, audit.personal_texts, audit.subject_keys
    TO moderation_audit_reader;

"""What is known and kept: tables and their rules, inbox, outbox, migrations."""

-- Whether an account has blocked somebody: only of those is asked whose other accounts they shut out.
ALTER TABLE account ADD COLUMN blocks boolean NOT NULL DEFAULT false;
UPDATE account SET blocks = true WHERE id IN (SELECT actor FROM contact WHERE blocking);

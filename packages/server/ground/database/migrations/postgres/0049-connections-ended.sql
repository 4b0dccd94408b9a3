-- Who ended a connection: with these all connections of an account come from its two lists of accepted contacts, without a look at
-- both directions of each. Rows that most events change stay out of them.
CREATE INDEX contact_removed_to ON contact (actor) WHERE remove_step > 0;
CREATE INDEX contact_removed_from ON contact (other) WHERE remove_step > 0;

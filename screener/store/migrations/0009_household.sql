-- Who took a call and on which line it came: few different ones, told apart at once.

CREATE INDEX call_taken_by ON call (taken_by) WHERE taken_by <> '';
CREATE INDEX call_own_number ON call (own_number) WHERE own_number <> '';

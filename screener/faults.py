"""The one kind of error that a person is meant to read."""


class Fault(Exception):
    """Bad input, told in one sentence that says what is wrong and where.

    The edges (command line, screen) show the sentence as it stands; the command line
    ends with exit code 2. Anything else that escapes is a defect of ours.
    """

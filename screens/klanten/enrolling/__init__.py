"""The three screens of an enrolment."""

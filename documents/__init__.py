"""Paper for people: the combined licence and the notices, typeset as PDF."""

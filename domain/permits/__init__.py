"""The law of a permit after issuance: verification, rectification, revocation, lapse."""

"""The recipe that builds the Temporal command line where it cannot be downloaded."""

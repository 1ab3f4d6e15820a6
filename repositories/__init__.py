"""Every query of the database; a repository takes a session and never commits."""

"""What is stored beside the record loads equal to the fold of the events."""

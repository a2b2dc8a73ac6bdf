"""What expressions of time in a text mean, proposed as values for a person to accept."""

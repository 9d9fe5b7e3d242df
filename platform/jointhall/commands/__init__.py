"""What `hall` does that belongs to no subject: bring up, serve, work, migrate, seed."""

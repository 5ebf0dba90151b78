"""What people asked, kept in a database."""

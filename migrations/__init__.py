"""The history of the tables: one file per change, tested up, down and up on both databases."""

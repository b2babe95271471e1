"""What people and programs see: the terminal, rows, formats and tables."""

"""The conversation: one turn reads what came, loads what is stored, decides, writes, and says what to show."""

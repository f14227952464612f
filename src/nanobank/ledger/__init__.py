"""What a person has planned, begun, completed and holds, as entries that are added and never edited."""

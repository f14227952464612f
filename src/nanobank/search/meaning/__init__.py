"""What things mean, as vectors: who makes them, where they are kept, and what lies near."""

"""The AI register: AI systems in use, who uses them, and what training that takes and has been had (AI Act, Art. 4)."""

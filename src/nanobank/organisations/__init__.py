"""Who teaches, employs and funds, and who may act for them."""

"""The pages for people, and the endpoints that wallets talk to."""

"""The real site as it is measured: its environment, databases, web server, and what sends it requests."""

"""Who wants to be told of what, and how: in the app, by mail as it happens, or in a daily digest."""

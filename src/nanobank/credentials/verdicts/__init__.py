"""What can be said of a credential without a database: the core's verdict, for the site and for the command line."""

"""The site itself: settings, addresses, the API's front door and the front page."""

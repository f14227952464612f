"""What every room uses: errors that can be shown, two languages, elements of the interface."""

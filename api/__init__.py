"""The doors of the product: command line, HTTP and, later, pages."""

"""The version of the product, in one place for the site, the API and the documents."""

VERSION = "0.3.0"

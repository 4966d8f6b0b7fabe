"""Who works with the product: accounts and their roles; later sessions, permissions and audit."""

"""Texts out of what people have them in: web pages, PDF, office documents, mail, tables, and archives of these."""

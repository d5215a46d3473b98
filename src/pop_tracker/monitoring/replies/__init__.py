"""The municipality's right of reply: the link that opens it, what is said by it, and who reads that."""

"""How Glossator is put together for those who install it: one module for each kind of package, and the proofs."""

"""The structures that a model of a pack can have, each in a file of its own."""

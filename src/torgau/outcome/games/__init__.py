"""Cooperative games: what each player of a coalition adds, by several indices, with ranges; and which orderings survive them all.

Pure functions over one table, the values of all coalitions in every draw (`game.Game`). Nothing here knows what the value is: who
the players are, what "absent" means and what is valued is declared by whoever fills the table. Deaths are never a value.

| module | answers |
|---|---|
| `game` | the table of coalition values; its rows; the game among its unions |
| `indices` | leave-one-out, Shapley, Banzhaf and Owen value of every player in every draw |
| `summaries` | draws as ranges; shares of draws with the error that few draws leave |
| `superadditivity` | in which share of the draws a union is worth at least what its parts are worth |
| `orderings` | which player weighs more than which under all models, values and indices; where that reverses |
"""

"""Everyday words of promises, war and aid that mean nearly the same: whoever asks need not use the words of a pack.

A group is about language, not about any pack: names of states, wars and places belong into a pack (`also` of an actor, `synonyms`
of the manifest). Words are written in one form; the stemmer finds the others. A phrase counts as one word.
"""

from __future__ import annotations

_GROUPS = """
die, died, dead, death, kill, casualty, fatality, loss, losses, lose, lives, perish, victim, toll
win, won, winner, victory, victor, victorious, prevail, triumph, came out on top, come out on top
beat, beaten, beating, defeat, overcome, overcame, crush, vanquish
begin, began, begun, start, outbreak, origin, onset, dawn
end, finish, conclude, conclusion, stop, cease, over, close, last day, come to an end, to an end
cause, reason, blame, fault, responsible, explain, explanation
help, aid, assist, assistance, support
send, sent, give, gave, given, deliver, delivery, ship, shipment, supply, provide, receive, furnish
goods, material, materiel, equipment, supplies, cargo
cooperate, cooperation, collaborate, collaboration, work together, worked together, joint, jointly, together
ally, allies, allied, alliance, coalition, partner, partnership, on the same side
split, break, broke, broken, rift, rupture, divorce, fall out, fell out, fall apart, fell apart, drive apart, drove apart,
  crumble, break up, broke up, turn against, turned against, part ways, quarrel, unravel
worsen, worse, deteriorate, decline, downhill, sour, cool, went wrong, go wrong
relation, relationship, ties, get along, got along, get on, got on, good terms, friendly, friend, stand, stood, state
treaty, pact, agreement, accord, convention, instrument
promise, pledge, undertaking, undertake, undertook, commitment, vow
keep, kept, honour, fulfil, carry out, carried out, redeem, stick to, stuck to
late, delay, overdue, on time, in time, punctual
occupy, occupation, hold, held, control, rule
divide, division, carve, partition, split up
soldier, troop, force, army, serviceman, servicemen
attack, invade, invasion, assault, strike
enter, entry, join, get into, got into, brought into, bring into, pull into, pulled into, drawn into
neutral, neutrality, stay out, stayed out, keep out, kept out, sit out, sits out, sat out
now, today, nowadays, present, at present, currently, current, at the moment, at this time, these days
change, develop, development, evolve, shift
compare, comparison, versus, relative
poll, survey, opinion, perception, perceive, believe, think, thought, credit
big, biggest, great, greatest, most, main, decisive, important, chief
role, part, contribution, contribute, share
surrender, capitulate, capitulation, give up, gave up, lay down
vote, ballot, dissent
dissolve, dissolution, collapse, disintegrate
succeed, successor, continue, continuator
remain, left, last, survive, survival, still
country, countries, nation
land, lands, territory, area, region
member, membership, belong, recipient, participant, take part, took part
leave, withdraw, withdrew, withdrawal, pull out, pulled out, evacuate
money, cost, worth, value
celebrate, commemorate, observe, mark
day, date
school, historian, scholar
kind, sort, type, list, example
suppose, imagine, assume, hypothetically
rebuild, rebuilt, reconstruct, reconstruction
camp, bloc
"""

GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(word.strip() for word in group.split(",")) for group in _GROUPS.replace("\n  ", " ").strip().splitlines()
)
"""The groups, one a line above. A word stands in one group only."""

IDLE = frozenset(
    "a about after again all an and any anybody anyone are as at be became become been before being between both but by can "
    "could did do does done during each else ever every first for from get go going got had happen has have he her him his "
    "how i if in into is it its just many may me might mine more much must my no nor not of off on once one only onto or "
    "other our out own per please put s said same say she should since so some such t take tell than that the their them "
    "then there these they thing things this those through to too two under until up upon us very was way ways we were what "
    "when where whether which while who whom whose why will with within would yet you your".split()
)
"""Words that say nothing about what is asked."""

"""Names nobody has: a bird and a tree, so that every demo person is visibly invented."""

from random import Random

BIRDS = (
    "Merel", "Vink", "Spreeuw", "Kievit", "Lepelaar", "Reiger", "Koolmees", "Roodborst", "Ekster",
    "Kauw", "Zwaluw", "Grutto", "Tureluur", "Scholekster", "Fuut", "Meerkoet", "Aalscholver",
    "Buizerd", "Havik", "Torenvalk", "Kerkuil", "Steenuil", "Specht", "Boomklever", "Winterkoning",
    "Putter", "Sijs", "Keep", "Wulp", "Kluut", "Stern", "Meeuw", "IJsvogel", "Ooievaar",
    "Kraanvogel",
)  # fmt: skip
TREES = (
    "Eik", "Beuk", "Linde", "Wilg", "Populier", "Kastanje", "Esdoorn", "Els", "Berk", "Lijsterbes",
    "Meidoorn", "Hazelaar", "Plataan", "Iep", "Taxus", "Spar", "Den", "Ceder", "Vlier", "Hulst",
    "Moerbei", "Walnoot", "Peer", "Kers",
)  # fmt: skip


MOST_NAMES = len(BIRDS) * len(TREES)


def invented_names(chance: Random, number: int) -> list[str]:
    """Give different names, at most 840."""
    every = [f"Demo {bird} {tree}" for bird in BIRDS for tree in TREES]
    return chance.sample(every, number)

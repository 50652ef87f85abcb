"""Numbers of one story set side by side: which of them are about the same thing.

A slot holds the numbers of different articles that mean one object. They are joined from the surest evidence down:
the same value (the more digits, the less else is needed), looser expressions whose ranges meet, other versions of an
article, and, last and most strictly, numbers that cannot both hold. How the members of a slot are related is said in
`relations`.
"""

from __future__ import annotations

from helpers.numbers.opposed import place_loners, place_opposed
from helpers.numbers.same_object import looser_pairs, replaced_pairs, same_pairs, version_pairs
from helpers.numbers.story import Groups, Slot, Story


def slots_of(story: Story) -> list[Slot]:
    """Every mention in exactly one slot; slots and their members in the order of the texts."""
    groups = Groups(story)
    for i, j in same_pairs(story):
        groups.join(i, j)
    for i, j in looser_pairs(story):
        groups.join(i, j, all_meet=True)
    for i, j in [*replaced_pairs(story, groups), *version_pairs(story)]:
        groups.join(i, j)
    story.settle(groups)
    place_loners(groups)
    place_opposed(groups)
    return groups.slots()

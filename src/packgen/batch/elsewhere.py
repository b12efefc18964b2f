"""A pack that another process makes: what asks for it there need not import all that makes it."""

from __future__ import annotations

from packgen.batch.orders import MadePack, Order
from packgen.output import dated


def build_quietly(order: Order) -> MadePack:
    """Makes the pack where nobody is told how far it is, and where the environment may be another."""
    from packgen.batch.building import build_pack

    with dated(order.origin.options.get("source-date-epoch")):
        return build_pack(order, lambda *_: None)

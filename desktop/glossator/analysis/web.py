"""The web of links of a project: statements by what they say, added up to links when these are wanted, and kept up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from glossator.analysis.link_steps import stepped
from glossator.analysis.links import Link, LinkKey, Network, Sieve, Ways, link_weight, node_weight
from glossator.core.scheme import Scheme
from glossator.core.statements import Node, NodeFacts, Statement

_ALL = Sieve()


class Step(NamedTuple):
    """The links and nodes that a change of a web was about, or several."""

    links: frozenset[LinkKey] = frozenset()
    nodes: frozenset[Node] = frozenset()

    def and_then(self, other: Step) -> Step:
        """Both, one after the other."""
        return Step(self.links | other.links, self.nodes | other.nodes)


class Web:
    """All statements about nodes, by what they say: the links in it are added up when they are asked for, and only
    those that something changed of are added up anew.
    """

    def __init__(
        self,
        scheme: Scheme,
        statements: Iterable[Statement] = (),
        facts: Mapping[Node, NodeFacts] | None = None,
        *,
        leading: frozenset[int] | None = None,
    ) -> None:
        self.ways = Ways.of(scheme)
        self.facts: dict[Node, NodeFacts] = dict(facts or {})
        self.leading = leading
        """The identities that it is reduced to, as the project is so large; ``None``: it is about all."""
        self.total = 0
        """Relations that there are in its scope, whether they are in it or not."""
        self.taken = 0
        """Relations that the lens takes, whether they are in it or not."""
        self.unasked = 0
        """Relations that are taken, but what they say was not asked for yet."""
        self.step = Step()
        """What the last change of it was about."""
        self._by_relation: dict[int, list[Statement]] = {}
        self._by_key: dict[LinkKey, dict[int, list[Statement]]] = {}
        self._at: dict[Node, dict[LinkKey, None]] = {}
        self._sieve = Sieve()
        self._added: dict[LinkKey, Link | None] = {}
        self._types: Counter[str] = Counter()
        self._put(statements)

    def _put(self, statements: Iterable[Statement]) -> None:
        for said in self._leading_of(statements):
            key = self.ways.key(said)
            self._types[said.type] += said.relation not in self._by_relation
            self._by_relation.setdefault(said.relation, []).append(said)
            self._by_key.setdefault(key, {}).setdefault(said.relation, []).append(said)
            self._added.pop(key, None)
            for node in (key.first, key.second):
                self._at.setdefault(node, {})[key] = None

    def _leading_of(self, statements: Iterable[Statement]) -> Iterable[Statement]:
        """The statements about nobody but those whom it is reduced to; events join two of them at least."""
        leading = self.leading
        if leading is None:
            return statements
        found = [
            each
            for each in statements
            if each.second.entity in leading and (each.role or each.first.entity in leading)
        ]
        joined = Counter(each.relation for each in found)
        return [each for each in found if not each.role or joined[each.relation] > 1]

    def _drop(self, relations: Iterable[int]) -> None:
        for relation in relations:
            gone = self._by_relation.pop(relation, ())
            if gone:
                self._types[gone[0].type] -= 1
            for said in gone:
                key = self.ways.key(said)
                held = self._by_key.get(key, {})
                held.pop(relation, None)
                self._added.pop(key, None)
                if not held and self._by_key.pop(key, None) is not None:
                    self._leave(key)

    def _leave(self, key: LinkKey) -> None:
        for node in {key.first, key.second}:
            keys = self._at[node]
            del keys[key]
            if not keys:
                del self._at[node]

    def replace(
        self, relations: Iterable[int], statements: Iterable[Statement], facts: Mapping[Node, NodeFacts]
    ) -> None:
        """What these relations (ids) say now, and what is known of nodes; a node that nothing is said of is forgotten
        when it is asked for.
        """
        gone = list(relations)
        before = self.keys_of(gone)
        self._drop(gone)
        new = list(statements)
        self._put(new)
        for node, told in facts.items():
            if self.facts.get(node) != told:  # what says the same stays the same object
                self.facts[node] = told
        keys = frozenset(before | self.keys_of({*gone, *(said.relation for said in new)}))
        self.step = Step(keys, frozenset({node for key in keys for node in key[:2]} | facts.keys()))

    def nodes(self) -> set[Node]:
        """All nodes that something is said of."""
        return set(self._at)

    def neighbours(self, node: Node, sieve: Sieve) -> set[Node]:
        """The nodes that links of a node lead to, as far as a sieve lets them through."""
        self._sift(sieve)
        keys: Iterable[LinkKey] = self._at.get(node, ())
        if sieve != _ALL:
            keys = [key for key in keys if self._link(key)]
        return {end for key in keys for end in key[:2]} - {node}

    def shows(self, node: Node, sieve: Sieve) -> bool:
        """Whether a sieve lets any link of a node through."""
        self._sift(sieve)
        return any(self._link(key) is not None for key in self._at.get(node, ()))

    def knows(self, node: Node) -> bool:
        """Whether anything is said of a node."""
        return node in self._at

    def relations(self) -> AbstractSet[int]:
        """The relations (ids) that say something."""
        return self._by_relation.keys()

    @property
    def hidden(self) -> int:
        """How many relations the lens hides."""
        return max(0, self.total - self.taken)

    @property
    def alone(self) -> int:
        """How many relations and events that the lens takes have fewer than two ends, so that they link nothing."""
        return 0 if self.leading is not None or self.unasked else max(0, self.taken - len(self._by_relation))

    def types(self) -> dict[str, int]:
        """How many relations and events there are of each type, the most frequent first."""
        found = [(name, count) for name, count in self._types.items() if count]
        return dict(sorted(found, key=lambda each: (-each[1], each[0])))

    def keys_of(self, relations: Iterable[int]) -> set[LinkKey]:
        """The links to which these relations (ids) belong."""
        return {self.ways.key(said) for relation in relations for said in self._by_relation.get(relation, ())}

    def network(self, sieve: Sieve = _ALL, among: Collection[Node] | None = None) -> Network:
        """What a sieve lets through: nodes with links, those in most documents first; and the links, those first that
        most sources and documents speak for.  With ``among`` nothing but these nodes is looked at, and each of them
        stands in it of which anything is said.
        """
        self._sift(sieve)
        keys: Iterable[LinkKey] = self._by_key
        if among is not None:
            met = {key: None for node in among for key in self._at.get(node, ())}
            keys = [key for key in met if key.first in among and key.second in among]
        links = [link for key in keys if (link := self._link(key)) is not None]
        shown = {node for link in links for node in link.ends}
        if among is not None:
            shown.update(node for node in among if node in self._at)
        nodes = {node: self.facts.get(node, _UNKNOWN) for node in shown}
        ordered = dict(sorted(nodes.items(), key=lambda each: node_weight(*each)))
        links.sort(key=link_weight)
        return Network(ordered, tuple(links), len(self._at) - len(shown), len(self._by_key) - len(links))

    def followed(
        self, before: Network, step: Step, sieve: Sieve = _ALL, among: AbstractSet[Node] | None = None
    ) -> Network:
        """The same as :meth:`network`, where ``before`` was the answer to the same question (``among`` may have been
        another part) until this ``step``: only what that touched is looked at.
        """
        if sieve != self._sieve:
            return self.network(sieve, among)
        other: AbstractSet[Node] = frozenset() if among is None else among ^ before.nodes.keys()
        keys = set(step.links)
        for node in other:
            keys.update(self._at.get(node, ()))
            keys.update(link.key for link in before.at.get(node, ()))
        links = {key: self._link_among(key, among) for key in keys}
        met = {*step.nodes, *other, *(node for key in keys for node in key[:2])}
        lone = {node for node in met if among is not None and node in among and node in self._at}
        facts = {node: self.facts.get(node, _UNKNOWN) for node in met}
        return stepped(before, links, facts, lone, hidden=(len(self._at), len(self._by_key)))

    def _link_among(self, key: LinkKey, among: AbstractSet[Node] | None) -> Link | None:
        """A link, if there is one, between these nodes (``None``: whichever)."""
        is_asked = among is None or (key.first in among and key.second in among)
        return self._link(key) if is_asked and key in self._by_key else None

    def _sift(self, sieve: Sieve) -> None:
        if sieve != self._sieve:
            self._sieve, self._added = sieve, {}

    def _link(self, key: LinkKey) -> Link | None:
        """A link, added up when it is first asked for; ``None`` where the sieve lets nothing of it through."""
        if key not in self._added:
            said = [
                each
                for statements in self._by_key[key].values()
                for each in statements
                if self.ways.takes(each, self._sieve)
            ]
            self._added[key] = self.ways.link(key, said) if said else None
        return self._added[key]


_UNKNOWN = NodeFacts("", "", 0, 0)

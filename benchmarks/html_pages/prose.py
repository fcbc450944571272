"""Stories in our own words: paragraphs with open places, shuffled by a seed.

Most countries, people and papers are invented; some paragraphs tell well-known public facts.
"""

# ruff: noqa: E501  (a paragraph a line)

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

Kind = Literal["p", "h2", "li", "quote"]

_OPENINGS = """
{A} fired {n} {arms} into the {sea} on {w}, the {m} such launch in {k} weeks, the defence staff of {B} said.
The governments of {A} and {B} agreed on {w} to reopen the border crossing at {t}, which has been shut for {k} months.
Envoys from {A} walked out of talks in {t} on {w} after {k} hours, saying that {B} had brought nothing new.
Ships of the coast guards of {A} and {B} came within {n} metres of each other in the {sea} on {w}, and both sides filed protests.
{A} said on {w} that it had put a satellite into orbit, a claim that {B} could not confirm and that three other states called a missile test.
The parliament of {B} voted by {n} to {k} on {w} to widen its sanctions against {A}, the fourth round in a year.
Soldiers of {A} crossed the demarcation line near {t} for a short time on {w} and went back after shots were fired in warning.
{B} and its allies began {k} days of naval exercises in the {sea} on {w}, over the objections of {A}.
""".strip().split("\n")

_BODY = """
The launch was picked up at {h}:{mm} in the morning and lasted less than {k} minutes, according to the staff, which gave no range.
“No ship was hit and nobody was hurt,” said {P}, a spokesman for the ministry in {C}. “We are watching, and we are ready.”
It was not clear what had been fired. Earlier tests this year were of weapons with a range of about {n} kilometres, but officials would not compare them.
The two states have had no ambassadors in each other's capitals since a dispute over fishing in the {sea} twelve years ago.
{P}, who teaches the history of the region at the University of {t}, said that the timing was hardly an accident.
“They have done this before every round of talks,” {p} said by telephone. “It is how they say that they will not come as beggars.”
Markets in {C} took little notice. The main index closed {f} percent lower, and the currency was flat against the dollar.
Fishermen in {t} said that they had been told by radio to stay in port, and that most of them had not listened.
The ferry between {t} and the mainland was held for {k} hours while the navy searched the water for debris.
A statement by the foreign ministry of {A}, carried by its news agency, spoke of a lawful exercise of the right to self-defence.
That statement made no mention of the talks, which were to start again next month in a third country.
The Security Council is expected to meet behind closed doors; two of its members asked for that on {w} night.
Sanctions passed in the past decade forbid {A} to test rockets of this kind, but no resolution has been added since two permanent members withdrew their support.
Analysts differ on whether the leadership is bargaining or arming. {P} of the Centre for Quiet Seas believes that it does both and sees no conflict between the two.
In {C}, the opposition called for a debate, and the prime minister said that she would answer questions when there was something to answer.
The hotline between the two armies, set up after a clash {k} years ago, was tried three times on {w} and was not picked up.
Residents on the island heard two dull bangs. “My windows shook, and then the dogs began,” said {P}, {n}, who keeps a shop by the harbour.
A spokeswoman for the alliance said that the exercise had been planned for a year and had nothing to do with events of the past week.
About {n},000 soldiers, {k} ships and an unstated number of aircraft take part, a little fewer than last year.
State television in {A} showed the leader with field glasses on a hill, which it has done on most such days.
The pictures could not be dated, and the snow on the slopes behind him suggests that at least some are from the winter.
Aid groups fear that the border will close again. {P}, who runs a clinic in {t}, said that medicine would last for {k} weeks.
Trade across the line, mostly in coal, fish and timber, fell by {n} percent in the first half of the year, customs figures show.
A draft of the agreement seen by this newspaper would have let inspectors in for {k} days a year, at sites that the host would choose.
“A list that one side writes is not an inspection,” {P} said. “It is a tour.”
The draft also left open who would pay for the removal of mines along the {k} kilometres of road on either side of the crossing.
Talks broke off in the same way in the spring, when the delegation left its hotel at night without paying for its dinner, as hosts recall with some amusement.
Neither delegation would say whether the leaders had spoken. Their last known call took place {k} months ago and lasted {n} minutes.
The minister said that he saw no cause for alarm, and that the number of guards at the harbour would not be raised.
Opposition members said that the same had been heard before the events of last autumn, when a patrol boat sank off {t}.
An inquiry into that sinking is due to report in {month}. Two of its five members have resigned.
Prices of rice and cooking oil rose in the markets of {t}, traders said, as people laid in stocks for a closed border.
The weather service recorded winds of {n} kilometres an hour in the area, which may have shortened the flight.
Radar data were shared among the allies within minutes under an arrangement that was tested for the first time last year.
One senior officer, who asked not to be named because he may not speak to reporters, said that the last of the objects fell {n} kilometres short.
Another said that it was too early to tell, and warned against reading meaning into a fault of machinery.
The press conference lasted nine minutes. Four questions were taken, and one was answered.
In a speech on {w}, the president offered talks without conditions, an offer that he has made {k} times since taking office.
There was no reply by nightfall. Replies to earlier offers have taken between two days and eleven weeks.
The cable car that was to join the two banks has stood unfinished for years, its pylons painted each spring by somebody whom nobody pays.
The armistice signed at Panmunjom in July 1953 stopped the fighting on the Korean peninsula but was never followed by a treaty of peace.
Under the Agreed Framework of October 1994 the reactors at Yongbyon were frozen in return for fuel oil and two light-water reactors that were never finished.
Delegates of six governments first sat down together in Beijing in August 2003, and last met in that form in December 2008.
The leaders of the United States and North Korea met in Singapore in June 2018, in Hanoi in February 2019 and at the demarcation line in June of that year.
The industrial park at Kaesong, opened in 2004, was closed by the South in February 2016 after a rocket launch.
The Helsinki Final Act, signed by 35 states in August 1975, bound nobody in law and yet was quoted against its signatories for the rest of the century.
In October 1962 ships turned back from a line drawn in the sea around Cuba, and the two capitals agreed soon afterwards to lay a direct line between them.
The treaty that banned land-based missiles of intermediate range was signed in Washington in December 1987 and lapsed in August 2019.
Iceland and Britain fought three disputes over cod between 1958 and 1976, in which nets were cut and ships rammed, and which ended at a table.
The Open Skies Treaty, in force from 2002, let its members fly unarmed over one another's ground and photograph what they saw.
Beagle Channel, where Chile and Argentina nearly went to war in December 1978, was divided after mediation by the Vatican in 1984.
In the Aland Islands, neutral since 1921, no soldier may be stationed and no fort may be built, and none has been.
“We have more patience than they have paper,” said {P}, a retired negotiator who spent {k} winters at the table in {t}.
{P} kept notes of each session in school exercise books, {n} of which are now in the archive of the foreign ministry.
The books show that both sides asked on the first day for what they were given on the last.
Farmers have begun to work the strip between the two fences by daylight, with flags to show the guards where they are.
Three of them were held for a night in {month} after a cow crossed the line, and were sent back with the cow.
The census office counts {n},200 people in the islands, a third fewer than in the year in which the ferry was stopped.
Insurance for ships that pass the strait has doubled since the spring, brokers in {C} say, though no claim has been made.
Some captains now switch off their transponders at night. The harbour master calls that a cure worse than the disease.
A radio station in {t} has begun to read out the letters of divided families, {k} a week, in the order in which they arrived.
More than {n},000 such families are on the list of the Red Cross, and about ten die each day without having met.
Four balloons with leaflets came down in the suburbs of {C}, and bomb disposal teams cleared a school before they found what was in them.
The leaflets accused the government of breaking a promise made {k} years ago; the handwriting, police said, was that of a child.
Engineers from both sides still meet every month at the dam above {t}, since neither can open a gate without drowning the other.
That meeting has never been cancelled, not even in the week of the clash, and its minutes fit on a single page.
Ballots will be counted by hand. A recount in the border districts took {k} days last time and changed {n} votes.
A court in {C} is to decide by {month} whether the emergency law, passed in one night, may stand.
The budget put before parliament raises defence by {f} percent, the largest step in {k} years, and cuts the fund for reunions in half.
“You can see from it what they expect,” said {P}, who sits on the committee. “And what they no longer hope for.”
The delegation stayed in two hotels, on opposite sides of the square, and communicated by a bicycle messenger hired for the week.
A test of the sirens is planned for noon on {w}. The city asks everybody to treat it as a test.
Schools near the coast stayed open. At one of them the children drew the ships that they could see from the window.
It is the first time in {k} years that both navies have published their positions on the same day.
""".strip().split("\n")  # fmt: skip

_ITEMS = """
The crossing at {t} opens at eight each morning.
Each side names {k} inspectors.
Fishing within {n} miles of the line stays forbidden.
Letters may be sent once a month, unsealed
A hotline is tested every {w}
No aircraft within {k} kilometres of the fence
Costs are shared by halves; {C} pays first.
The text is reviewed after {k} years
""".strip().split("\n")

_HEADINGS = """
What was fired
Why it matters
A long dispute
What each side wants
Silence on the hotline
Life by the fence
What happens next
“Nobody told us”
""".strip().split("\n")

_TITLES = """
{A} fires {n} {arms} into {sea} as talks near
{A} and {B} agree to reopen crossing at {t}
Envoys of {A} leave {t} talks without a word
Near miss at sea puts {A} and {B} at odds again
{B} widens sanctions against {A} after heated vote
Shots fired in warning as soldiers cross line near {t}
Allies sail into {sea} over objections from {A}
What the silence from {A} may mean, and what it may not
""".strip().split("\n")

_SLOTS = {
    "A": ["Norland", "Veska", "Karsia", "Ostermark", "Talvia", "Brenn", "Lower-Saar", "Mirovia"],
    "B": [
        "Sudland",
        "Ardenia",
        "Polvoria",
        "Westmark",
        "Estria",
        "Caldora",
        "Upper-Saar",
        "Danovia",
    ],
    "C": ["Seahaven", "Port-Ansel", "Grenzburg", "Halvik", "Lindmouth", "Castra"],
    "t": ["Mid", "Eul-on-Sea", "Torvik", "Saltpan", "Nether-Ford", "Quarrytown", "Amberley"],
    "sea": ["Amber Sea", "Gulf of Mid", "Narrow Sea", "Bay of Torvik"],
    "arms": ["rockets", "missiles", "artillery shells", "short-range rockets"],
    "m": ["first", "second", "third", "fifth"],
    "month": ["March", "May", "September", "November"],
    "w": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    "p": ["she", "he"],
}
_FIRST = [
    "Ann",
    "Bo",
    "Cara",
    "Dmitri",
    "Eva",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kaja",
    "Leo",
]
_LAST = [
    "Writer",
    "Oduya",
    "Lindqvist",
    "Marsh",
    "Petrov",
    "Quill",
    "Rask",
    "Santos",
    "Thorne",
    "Umber",
    "Vale",
    "Wend",
]
_OUTLETS = (
    "Bay Herald", "The Seahaven Times", "Norland Today", "Grenz Post", "Radio Halvik",
    "Amber News Agency", "The Daily Fence", "Lindmouth Observer",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One block of a story."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article; `place` is its dateline."""

    title: str
    byline: str
    outlet: str
    place: str
    moment: datetime
    parts: tuple[Part, ...]

    @property
    def day(self) -> str:
        """The ISO day of publication."""
        return self.moment.date().isoformat()


def make_story(rng: Random, *, lists: bool = True) -> Story:
    """A story of 8 to 30 paragraphs, perhaps with headings, a list and a quotation."""
    facts = _facts(rng)
    place = str(facts["C"]).upper()
    count = rng.choice((8, 10, 12, 16, 22, 30))
    body = [_filled(line, facts, rng) for line in rng.sample(_BODY, count)]
    opening = _filled(rng.choice(_OPENINGS), facts, rng)
    parts = [Part(kind="p", text=f"{place}, {_short_day(facts)} -- {opening}")]
    headings = rng.sample(_HEADINGS, 3) if rng.random() < 0.5 else []
    for number, text in enumerate(body):
        if headings and number and number % 5 == 0 and number < count - 2:
            parts.append(Part(kind="h2", text=headings.pop()))
        kind: Kind = "quote" if text.startswith("“") and rng.random() < 0.3 else "p"
        parts.append(Part(kind=kind, text=text))
    if lists and rng.random() < 0.5:
        at = rng.randrange(3, len(parts) - 1)
        items = [_filled(one, facts, rng) for one in rng.sample(_ITEMS, rng.randint(3, 6))]
        lead = Part(kind="p", text="Under the agreement, which runs to four pages:")
        parts[at:at] = [lead, *(Part(kind="li", text=item) for item in items)]
    moment = facts["moment"]
    assert isinstance(moment, datetime)  # noqa: S101
    return Story(
        title=_filled(rng.choice(_TITLES), facts, rng),
        byline=person(rng),
        outlet=rng.choice(_OUTLETS),
        place=place,
        moment=moment,
        parts=tuple(parts),
    )


def person(rng: Random) -> str:
    """An invented name."""
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def sentence(rng: Random) -> str:
    """A paragraph about some other story."""
    return _filled(rng.choice(_OPENINGS + _BODY), _facts(rng), rng)


def headline(rng: Random) -> str:
    """The headline of some other story."""
    return _filled(rng.choice(_TITLES), _facts(rng), rng)


def _facts(rng: Random) -> dict[str, object]:
    facts: dict[str, object] = {key: rng.choice(values) for key, values in _SLOTS.items()}
    facts["moment"] = datetime(1996, 1, 2, 6, 30) + timedelta(
        days=rng.randrange(10_900), minutes=rng.randrange(900)
    )
    return facts


def _filled(line: str, facts: dict[str, object], rng: Random) -> str:
    own = {
        "n": rng.randint(11, 98), "k": rng.randint(2, 9), "f": round(rng.uniform(0.1, 4.9), 1),
        "h": rng.randint(4, 9), "mm": f"{rng.randrange(60):02d}", "P": person(rng),
    }  # fmt: skip
    return line.format(**{**facts, **own})


def _short_day(facts: dict[str, object]) -> str:
    moment = facts["moment"]
    assert isinstance(moment, datetime)  # noqa: S101
    return f"{moment:%B} {moment.day}"

#!/usr/bin/env python3
"""Sound texts that look damaged: they repeat names on purpose, leave out what
prose needs, or set words side by side that prose keeps apart. Whatever the
repair does to one of them is a mistake. All sentences are made here from the
word lists below, so the texts may be used for any purpose.

    sound.py OUT [--each N] [--seed N]
"""
import argparse, pathlib, random

FIRST = "Mary John Ruth Amos Clara Henry Ivy Otto Nora Silas Edith Hugo Lena Max Vera Karl Tess Olaf June Piet".split()
LAST = "Hollis Brandt Okafor Lindqvist Marsh Delgado Rahman Pike Sorensen Achebe Novak Tanaka Quill Ferrer Stone".split()
PLACE = "Port Ellery,Kestrel Bay,Oldham Cross,the valley,the river,Santa Clara,New Harrow,the town,Lake Verity".split(",")
ROLE = "the mayor,the tenant,the company,the captain,his brother,her mother,the council,the board,the old man,they,he,she,it".split(",")
THING = "bread,a house,the letter,the gate,a song,the money,the boat,his coat,her ring,the road,their names,the key".split(",")
VERB = "gave,took,saw,loved,lost,sold,carried,kept,hid,found,broke,sang of,wrote of,left,painted".split(",")
HE = ["he", "she", "they", "it"]
HIM = ["him", "her", "them", "it"]
HIS = ["his", "her", "their", "its"]


class Voice:
    """Draws words; a text keeps to a few people and things."""

    def __init__(self, rng):
        self.rng = rng
        self.people = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(rng.randint(2, 5))]
        self.things = rng.sample(THING, 4)
        self.places = rng.sample(PLACE, 3)
        self.who = rng.randrange(4)

    def one(self, words):
        return self.rng.choice(words)

    def name(self):
        name = self.one(self.people)
        return self.one([name, name.split()[0], name.split()[1], name])

    def clause(self):
        w = self.who
        subject = self.one([self.name(), HE[w], HE[w], self.one(ROLE)])
        return f"{subject} {self.one(VERB)} {self.one(self.things + [HIM[w], self.name()])}"

    def sentence(self):
        s = self.clause() + self.one(["", f" in {self.one(self.places)}", f" with {HIS[self.who]} friends", f", and {self.clause()}"])
        return s[0].upper() + s[1:] + "."


def litany(v):
    plea = v.one(["pray for us", "have mercy on him", "remember her", "hear their voice", "forgive them"])
    return [f"{v.one(v.people)}, {plea}." if v.rng.random() < 0.8 else f"{plea}. {plea}." for _ in range(v.rng.randint(20, 80))]


def song(v):
    refrain = [v.clause(), f"oh {v.name()}, {v.name()}, {HE[v.who]} {HE[v.who]} {HE[v.who]}", f"{HIM[v.who]} {HIM[v.who]}, {v.clause()}"]
    lines = []
    for _ in range(v.rng.randint(3, 7)):
        lines += [v.clause() for _ in range(4)] + refrain
    return lines


def chat(v):
    short = v.people[0].split()[0], v.people[1].split()[0].lower()
    talk = ["lol", "he he he", "she said she what", "no no no", "it it works", "tell him him not me", "them??", "who is he he", "his his his", "they they did"]
    return [f"[{9 + i // 60:02}:{i % 60:02}] <{v.one(short)}> {v.one(talk + [v.clause(), v.clause()])}" for i in range(v.rng.randint(30, 120))]


def minutes(v):
    surnames = [p.split()[1].upper() for p in v.people]
    return [f"{v.one(['MR.', 'MS.', 'THE'])} {v.one(surnames + ['CHAIR'])}: {v.sentence()} {v.sentence()}" for _ in range(v.rng.randint(15, 60))]


def play(v):
    short = [p.split()[0].upper() for p in v.people]
    return [f"{v.one(short)}. {v.one(['He!', 'Him?', 'He, he, and who is he?', 'They. They. They.', v.sentence(), v.sentence()])}" for _ in range(v.rng.randint(30, 80))]


def table(v):
    rows = [f"{v.one(v.people)}\t{v.one(v.places)}\t{v.one(v.people)}\t{v.rng.randint(1, 90)}\t{v.one(['W', 'L', 'his', 'her', 'their'])}" for _ in range(v.rng.randint(20, 70))]
    return ["Name Place Name Points Result"] + rows


def results(v):
    return [f"{v.name()} {v.name()} {v.rng.randint(0, 9)} {v.one(v.places)} {v.name()} {v.rng.randint(0, 9)} he she they" for _ in range(v.rng.randint(20, 60))]


def bylaws(v):
    a, b = v.rng.sample(["the Tenant", "the Company", "the Board", "the Licensee", "The Owner", "the Member"], 2)
    return [f"{i}. {a} shall {v.one(['pay', 'notify', 'indemnify', 'keep'])} {b}, and {b} shall {v.one(['hold', 'return', 'insure'])} it, its rights and {v.one([a, b])} 's property, unless {v.one([a, b, 'it', 'they'])} {v.one(['agrees', 'objects'])}." for i in range(1, v.rng.randint(15, 50))]


def lineage(v):
    people = [v.one(FIRST) for _ in range(v.rng.randint(30, 80))]
    return [f"And {a} begat {b}; and {b} begat {c}, {HE[v.who]} and {HIS[v.who]} brothers." for a, b, c in zip(people, people[1:], people[2:])]


def code(v):
    name = v.one(["self", "node", "it", "them", "this", "his"])
    return [f"    {name}.{v.one(['it', 'next', 'his', 'they'])} = {name}.{v.one(['it', 'him', 'her'])}({name}, {v.one(['it', 'this', 'them'])})  # {v.clause()}" for _ in range(v.rng.randint(20, 70))]


def stammer(v):
    lines = []
    for _ in range(v.rng.randint(20, 60)):
        words = v.sentence().split()
        at = v.rng.randrange(len(words))
        lines.append(" ".join(words[:at] + [words[at] + v.one(["", "-", ",", " ..."])] + words[at:]))
    return lines


def notes(v):
    return [f"{v.name()} {v.one(['met', 'called', 'saw', 'no answer', 'he he', 'her'])} {v.name()} {v.one(v.places)} {v.one(HIM)} {v.one(THING)}" for _ in range(v.rng.randint(25, 80))]


def recipe(v):
    what = v.one(["the dough", "the sauce", "the onion", "the fish"])
    return [f"{v.one(['Knead', 'Stir', 'Fold', 'Rest', 'Salt'])} {what}; {v.one(['cover it', 'let it rest', 'heat it', 'turn it', 'leave them'])}, then {v.one(['taste', 'turn', 'cool'])} {v.one([what, 'it', 'them'])}." for _ in range(v.rng.randint(15, 50))]


def tale(v):
    return [" ".join(v.sentence() for _ in range(v.rng.randint(3, 7))) for _ in range(v.rng.randint(6, 30))]


def index(v):
    return [f"{p.split()[1]}, {p.split()[0]}, {v.one(['and his', 'and her', 'on', 'his', 'their'])} {v.one(v.things)}, {v.rng.randint(1, 400)}, {v.rng.randint(1, 400)}" for p in [v.one(v.people) for _ in range(v.rng.randint(25, 90))]]


KINDS = [litany, song, chat, minutes, play, table, results, bylaws, lineage, code, stammer, notes, recipe, tale, index]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("out", type=pathlib.Path)
    p.add_argument("--each", type=int, default=50)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        for i in range(a.each):
            rng = random.Random(f"{a.seed}/{kind.__name__}/{i}")
            lines = kind(Voice(rng))
            if rng.random() < 0.4:
                lines = [" ".join(lines)]
            text = "\n".join(lines) + "\n"
            if rng.random() < 0.3:
                text = text.replace(",", " ,").replace(".", " .")
            (a.out / f"{kind.__name__}-{i}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

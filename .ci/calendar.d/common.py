"""What the readers in Python share: they get one JSON line for each calendar on
standard input and fail on the first calendar that is not as its line says."""
import json
import sys


def lines(text):
    """Holds the text against RFC 5545, 3.1, and returns it unfolded."""
    raw = text.encode()
    assert raw.endswith(b"\r\n"), "no line end at the end"
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b""), "a bare line end"
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75, "a line of %d octets" % len(line)
        line.decode()  # no rune is split
    return text.replace("\r\n ", "").split("\r\n")


def run(reader, read):
    """Compares what read finds in each calendar, a list of events and how many of
    them are in the zone's own time, with its line."""
    count = zoned = events = 0
    for text in sys.stdin:
        line = json.loads(text)
        try:
            lines(line["calendar"])
            got, told = read(line["calendar"])
            assert len(got) == len(line["events"]), "%d events" % len(got)
            for event, want in zip(got, line["events"]):
                assert event == want, "%r is not %r" % (event, want)
            assert told == line["zoned"], "%d events in the zone's own time" % told
        except Exception as err:
            sys.exit("%s: %s: %s: %s" % (reader, line["name"], type(err).__name__, err))
        count += 1
        zoned += bool(line["zoned"])
        events += len(got)
    if count == 0:
        sys.exit(reader + ": no calendars")
    print("%s: %d calendars read back, %d events; %d calendars by their own VTIMEZONE" % (reader, count, events, zoned))

"""Reads calendars back with Debian's python3-icalendar: one JSON line each on
standard input. Fails on the first that is not as its line says."""
import datetime
import json
import sys

import icalendar


def lines(text):
    """Holds the text against RFC 5545, 3.1, and returns it unfolded."""
    raw = text.encode()
    assert raw.endswith(b"\r\n"), "no line end at the end"
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b""), "a bare line end"
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75, "a line of %d octets" % len(line)
        line.decode()  # no rune is split


def instant(prop, zones):
    """The instant of a DATE-TIME, by the VTIMEZONE of the calendar alone."""
    at = prop.dt
    if "TZID" in prop.params:
        # Localise by hand: the parser would take a zone of its own data.
        at = zones[prop.params["TZID"]].localize(at.replace(tzinfo=None), is_dst=None)
    else:
        assert at.utcoffset() == datetime.timedelta(0), "a floating time"
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def check(line):
    lines(line["calendar"])
    calendar = icalendar.Calendar.from_ical(line["calendar"])
    assert not calendar.errors, calendar.errors
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    zones = {str(z["TZID"]): z.to_tz() for z in calendar.walk("VTIMEZONE")}
    assert len(zones) == (1 if line["zoned"] else 0), "%d time zones" % len(zones)
    events = calendar.walk("VEVENT")
    assert len(events) == len(line["events"]), "%d events" % len(events)
    told = 0
    for event, want in zip(events, line["events"]):
        told += "TZID" in event["DTSTART"].params
        assert not event.errors, event.errors
        got = {
            "uid": str(event["UID"]),
            "start": instant(event["DTSTART"], zones),
            "end": instant(event["DTEND"], zones),
            "summary": str(event["SUMMARY"]),
            "cancelled": event["STATUS"] == "CANCELLED",
            "alarms": len(event.walk("VALARM")),
        }
        assert got == want, "%r is not %r" % (got, want)
        assert event["DTSTAMP"].dt == datetime.datetime(2024, 10, 14, 9, tzinfo=event["DTSTAMP"].dt.tzinfo)
    assert told == line["zoned"]


count = zoned = 0
for text in sys.stdin:
    line = json.loads(text)
    try:
        check(line)
    except Exception as err:
        sys.exit("python: %s: %s: %s" % (line["name"], type(err).__name__, err))
    count += 1
    zoned += bool(line["zoned"])
print("python3-icalendar %s: %d calendars read back, %d of them by their own VTIMEZONE" % (icalendar.__version__, count, zoned))

"""Reads calendars back with Debian's python3-icalendar."""
import datetime

import icalendar

import common


def instant(event, name, zones):
    """The instant of a DATE-TIME, by the VTIMEZONE of the calendar alone."""
    if name not in event:
        return None
    prop = event[name]
    at = prop.dt
    if "TZID" in prop.params:
        # Localise by hand: the parser would take a zone of its own data.
        at = zones[prop.params["TZID"]].localize(at.replace(tzinfo=None), is_dst=None)
    else:
        assert at.utcoffset() == datetime.timedelta(0), "a floating time"
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text):
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors, calendar.errors
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    zones = {str(z["TZID"]): z.to_tz() for z in calendar.walk("VTIMEZONE")}
    events, told = [], 0
    for event in calendar.walk("VEVENT"):
        told += "TZID" in event["DTSTART"].params
        assert not event.errors, event.errors
        assert event["DTSTAMP"].dt == datetime.datetime(2024, 10, 14, 9, tzinfo=event["DTSTAMP"].dt.tzinfo)
        events.append({
            "uid": str(event["UID"]),
            "start": instant(event, "DTSTART", zones),
            "end": instant(event, "DTEND", zones),
            "summary": str(event["SUMMARY"]),
            "description": str(event.get("DESCRIPTION", "")),
            "location": str(event.get("LOCATION", "")),
            "url": str(event.get("URL", "")),
            "cancelled": event["STATUS"] == "CANCELLED",
            "alarms": len(event.walk("VALARM")),
        })
    assert len(zones) == (1 if told else 0), "%d time zones" % len(zones)
    return events, told


common.run("python3-icalendar " + icalendar.__version__, read)

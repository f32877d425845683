"""Reads calendars back with Debian's python3-vobject, which keeps the rules of a
zone by its name as long as the process lives."""
import datetime

import vobject

import common


def instant(event, name):
    if not hasattr(event, name):
        return None
    at = getattr(event, name).value
    assert at.tzinfo is not None, "a floating time"
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text_of(event, name):
    return getattr(event, name).value if hasattr(event, name) else ""


def read(text):
    calendar = vobject.readOne(text)
    assert calendar.validate(raiseException=True)
    events, told = [], 0
    for event in calendar.vevent_list:
        told += hasattr(event.dtstart, "tzid_param") or "X-VOBJ-ORIGINAL-TZID" in event.dtstart.params
        events.append({
            "uid": event.uid.value,
            "start": instant(event, "dtstart"),
            "end": instant(event, "dtend"),
            "summary": text_of(event, "summary"),
            "description": text_of(event, "description"),
            "location": text_of(event, "location"),
            "url": text_of(event, "url"),
            "cancelled": event.status.value == "CANCELLED",
            "alarms": len(getattr(event, "valarm_list", [])),
        })
    return events, told


common.run("python3-vobject", read)

"""Reads the times of calendars by Microsoft's published rules for importing
iCalendar (MS-OXCICAL, 2.1.3.1.1.19): of a VTIMEZONE the STANDARD and the
DAYLIGHT with the latest DTSTART count; without a DAYLIGHT the clock never
changes; a change is on a day given by one RRULE of a month and one weekday. It
knows nothing but the standard library."""
import calendar as days
import datetime
import re

import common

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def offset(text):
    found = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", text)
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return datetime.timedelta(seconds=-seconds if found[1] == "-" else seconds)


def local(text):
    return datetime.datetime.strptime(text, "%Y%m%dT%H%M%S")


def onset(kind, year):
    """When a kind of time begins in a year, by the clock before."""
    rule = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?\d)([A-Z]{2})", kind["RRULE"])
    assert rule, "a rule that is not one day of the year: " + kind["RRULE"]
    month, week, weekday = int(rule[1]), int(rule[2]), WEEKDAYS.index(rule[3])
    assert week in (-1, 1, 2, 3, 4), "no such week"
    fitting = [d for d in range(1, days.monthrange(year, month)[1] + 1) if days.weekday(year, month, d) == weekday]
    day = fitting[week if week < 0 else week - 1]
    return datetime.datetime.combine(datetime.date(year, month, day), local(kind["DTSTART"]).time())


class Zone:
    def __init__(self, kinds):
        standard = [k for name, k in kinds if name == "STANDARD"]
        daylight = [k for name, k in kinds if name == "DAYLIGHT"]
        assert len(standard) == 1 and len(daylight) <= 1, "more than one kind is not read"
        self.standard, self.daylight = standard[0], daylight[0] if daylight else None
        if self.daylight:
            assert offset(self.daylight["TZOFFSETTO"]) > offset(self.standard["TZOFFSETTO"])

    def utc(self, at):
        now = self.standard
        if self.daylight:
            summer, winter = onset(self.daylight, at.year), onset(self.standard, at.year)
            assert local(self.daylight["DTSTART"]) < at and local(self.standard["DTSTART"]) < at
            inside = summer <= at < winter if summer < winter else not winter <= at < summer
            now = self.daylight if inside else self.standard
        return at - offset(now["TZOFFSETTO"])


def read(text):
    zones, kinds, events, told = {}, [], [], 0
    current, zone = {}, None
    for line in common.lines(text):
        head, _, value = line.partition(":")
        name, *params = head.split(";")
        if name == "BEGIN":
            if value in ("STANDARD", "DAYLIGHT", "VEVENT"):
                current = {"alarms": 0}
            elif value == "VALARM":
                current["alarms"] += 1
        elif name == "END":
            if value in ("STANDARD", "DAYLIGHT"):
                kinds.append((value, current))
            elif value == "VTIMEZONE":
                zones[zone] = Zone(kinds)
            elif value == "VEVENT":
                events.append(current)
        elif name == "TZID":
            zone = value
        elif name in ("DTSTART", "DTEND") and "uid" in current:
            if params:
                told += name == "DTSTART"
                at = zones[params[0].partition("=")[2]].utc(local(value))
            else:
                assert value.endswith("Z"), "a floating time"
                at = local(value[:-1])
            current[{"DTSTART": "start", "DTEND": "end"}[name]] = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif name == "UID":
            current["uid"] = value
        elif name == "STATUS":
            current["cancelled"] = value == "CANCELLED"
        elif name in ("SUMMARY", "DESCRIPTION", "LOCATION") and (name != "DESCRIPTION" or current["alarms"] == 0):
            current[name.lower()] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
        elif name == "URL":
            current["url"] = value
        else:
            current[name] = value
    fields = {"end": None, "description": "", "location": "", "url": ""}
    keys = ("uid", "start", "end", "summary", "description", "location", "url", "cancelled", "alarms")
    return [{key: {**fields, **event}[key] for key in keys} for event in events], told


common.run("Microsoft's import rules", read)

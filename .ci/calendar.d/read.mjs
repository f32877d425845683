// Reads calendars back with ical.js: one JSON line each on standard input. Fails
// on the first that is not as its line says. ical.js brings no zone data, so
// that a zone's rules can only come from the calendar.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import ICAL from "ical.js";

function check({ calendar, events, zoned }) {
  const raw = Buffer.from(calendar, "utf8");
  assert.ok(raw.subarray(-2).equals(Buffer.from("\r\n")), "no line end at the end");
  assert.ok(!/[\r\n]/.test(calendar.replaceAll("\r\n", "")), "a bare line end");
  for (const line of calendar.split("\r\n")) {
    assert.ok(Buffer.byteLength(line) <= 75, `a line of ${Buffer.byteLength(line)} octets`);
  }
  ICAL.design.strict = true;
  const root = new ICAL.Component(ICAL.parse(calendar));
  assert.equal(root.name, "vcalendar");
  ICAL.TimezoneService.reset();
  const zones = root.getAllSubcomponents("vtimezone");
  assert.equal(zones.length, zoned ? 1 : 0, "time zones");
  for (const zone of zones) {
    ICAL.TimezoneService.register(zone.getFirstPropertyValue("tzid"), new ICAL.Timezone(zone));
  }
  const read = root.getAllSubcomponents("vevent");
  assert.equal(read.length, events.length, "events");
  let told = 0;
  read.forEach((component, i) => {
    const event = new ICAL.Event(component);
    const tzid = component.getFirstProperty("dtstart").getParameter("tzid");
    if (tzid) {
      told++;
      assert.equal(event.startDate.zone.tzid, tzid, "zone of the calendar");
    }
    for (const time of [event.startDate, event.endDate]) {
      assert.notEqual(time.zone, ICAL.Timezone.localTimezone, "a floating time");
    }
    const text = (name) => component.getFirstPropertyValue(name) ?? "";
    const instant = (time) => time.convertToZone(ICAL.Timezone.utcTimezone).toString();
    assert.deepEqual({
      uid: event.uid,
      start: instant(event.startDate),
      end: component.hasProperty("dtend") ? instant(event.endDate) : null,
      summary: event.summary,
      description: text("description"),
      location: text("location"),
      url: text("url"),
      cancelled: component.getFirstPropertyValue("status") === "CANCELLED",
      alarms: component.getAllSubcomponents("valarm").length,
    }, events[i]);
  });
  assert.equal(told, zoned, "events in the zone's own time");
}

let count = 0, zoned = 0;
for (const text of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const line = JSON.parse(text);
  try {
    check(line);
  } catch (err) {
    console.error(`ical.js: ${line.name}: ${err.message}`);
    process.exit(1);
  }
  count++;
  zoned += line.zoned > 0;
}
assert.ok(count > 0, "no calendars");
console.log(`ical.js: ${count} calendars read back, ${zoned} of them by their own VTIMEZONE`);

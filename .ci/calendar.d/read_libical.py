"""Reads calendars back with libical, by the program in libical.c, whose path is
the argument."""
import subprocess
import sys

import common

program = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def read(text):
    raw = text.encode()
    program.stdin.write(b"%d\n%s" % (len(raw), raw))
    program.stdin.flush()
    assert program.stdout.readline() == b"calendar\n", "refused"
    events, told = [], 0
    while (line := program.stdout.readline().decode().rstrip("\n")) != "end":
        zoned, cancelled, alarms, start, end, *texts = line.split("\t")
        told += int(zoned)
        uid, summary, description, location, url = (bytes.fromhex(t).decode() for t in texts)
        events.append({
            "uid": uid, "start": start, "end": end or None, "summary": summary, "description": description,
            "location": location, "url": url, "cancelled": cancelled == "1", "alarms": int(alarms),
        })
    return events, told


common.run("libical", read)

/* Reads calendars with libical: on standard input the length of each in bytes, on
 * a line, and the calendar. Writes a line "calendar" for each and a line for each
 * of its events, with fields separated by tabs and texts in hexadecimal. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hex(const char *text) {
    putchar('\t');
    for (; text && *text; text++)
        printf("%02x", (unsigned char)*text);
}

static void instant(icalcomponent *event, icalproperty_kind kind) {
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    putchar('\t');
    if (!property)
        return;
    struct icaltimetype at = icalproperty_get_datetime_with_component(property, event);
    if (!at.zone) {
        printf("floating");
        return;
    }
    at = icaltime_convert_to_zone(at, icaltimezone_get_utc_timezone());
    printf("%04d-%02d-%02dT%02d:%02d:%02dZ", at.year, at.month, at.day, at.hour, at.minute, at.second);
}

static const char *text_of(icalcomponent *event, icalproperty_kind kind) {
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    return property ? icalvalue_get_text(icalproperty_get_value(property)) : "";
}

int main(void) {
    size_t length;
    while (scanf("%zu", &length) == 1) {
        char *text = malloc(length + 1);
        getchar();
        if (fread(text, 1, length, stdin) != length)
            return 1;
        text[length] = 0;
        icalcomponent *calendar = icalparser_parse_string(text);
        if (!calendar || icalcomponent_count_errors(calendar) || !icalrestriction_check(calendar)) {
            puts("refused");
            return 1;
        }
        puts("calendar");
        icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
            icalproperty *url = icalcomponent_get_first_property(event, ICAL_URL_PROPERTY);
            printf("%d\t%d\t%d", icalproperty_get_first_parameter(start, ICAL_TZID_PARAMETER) != NULL,
                   icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED,
                   icalcomponent_count_components(event, ICAL_VALARM_COMPONENT));
            instant(event, ICAL_DTSTART_PROPERTY);
            instant(event, ICAL_DTEND_PROPERTY);
            hex(icalcomponent_get_uid(event));
            hex(text_of(event, ICAL_SUMMARY_PROPERTY));
            hex(text_of(event, ICAL_DESCRIPTION_PROPERTY));
            hex(text_of(event, ICAL_LOCATION_PROPERTY));
            hex(url ? icalproperty_get_url(url) : "");
            putchar('\n');
        }
        puts("end");
        fflush(stdout);
        icalcomponent_free(calendar);
        free(text);
    }
    return 0;
}

# Reads calendars back with Debian's ruby-icalendar: one JSON line each on standard
# input. Fails on the first that is not as its line says.
require "stringio" # icalendar needs it and does not say so
require "icalendar"
require "json"

count = zoned = 0
STDIN.each_line do |text|
  line = JSON.parse(text)
  begin
    calendars = Icalendar::Calendar.parse(line["calendar"])
    raise "#{calendars.size} calendars" unless calendars.size == 1
    instant = lambda do |value|
      return nil if value.nil?
      raise "a floating time" unless value.respond_to?(:ical_params) && value.ical_params.key?("tzid")
      value.to_time.utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    end
    told = 0
    events = calendars[0].events.map do |event|
      told += 1 if event.dtstart.ical_params["tzid"] != "UTC" && event.dtstart.ical_params["tzid"] != ["UTC"]
      {
        "uid" => event.uid.to_s, "start" => instant.call(event.dtstart), "end" => instant.call(event.dtend),
        "summary" => event.summary.to_s, "description" => event.description.to_s, "location" => event.location.to_s,
        "url" => event.url.to_s, "cancelled" => event.status.to_s == "CANCELLED", "alarms" => event.alarms.size,
      }
    end
    raise "#{events.size} events" unless events.size == line["events"].size
    events.zip(line["events"]) { |got, want| raise "#{got} is not #{want}" unless got == want }
    raise "#{told} events in the zone's own time" unless told == line["zoned"]
  rescue StandardError => e
    abort "ruby-icalendar: #{line["name"]}: #{e.class}: #{e.message}"
  end
  count += 1
  zoned += 1 if line["zoned"] > 0
end
abort "ruby-icalendar: no calendars" if count.zero?
puts "ruby-icalendar #{Icalendar::VERSION}: #{count} calendars read back; #{zoned} calendars by their own VTIMEZONE"

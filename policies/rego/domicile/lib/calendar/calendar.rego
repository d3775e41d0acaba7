# METADATA
# description: |
#   Dates of the Gregorian calendar in plain arithmetic, because both engines must agree and neither may ask a clock.
#   A date is a text `YYYY-MM-DD`; a day is its number since 1970-01-01, a Thursday. Public holidays are not known.
package domicile.lib.calendar

# Year, month and day of a date that exists; what follows the tenth letter is a time.
parts(date) := [year, month, day] if {
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, substring(date, 0, 10))
	year := to_number(substring(date, 0, 4))
	month := to_number(trim_left(substring(date, 5, 2), "0"))
	day := to_number(trim_left(substring(date, 8, 2), "0"))
	day in numbers.range(1, length(year, month))
}

leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

leap(year) if year % 400 == 0

# Days of a month.
length(year, 2) := 29 if leap(year)

length(year, 2) := 28 if not leap(year)

length(_, month) := 30 if month in {4, 6, 9, 11}

length(_, month) := 31 if month in {1, 3, 5, 7, 8, 10, 12}

# January and February belong to the year before, so that the leap day is its last (Hinnant, days_from_civil).
early(month) := floor((14 - month) / 12)

before_month(shifted) := floor(((153 * shifted) + 2) / 5)

before_year(year) := ((365 * year) + floor(year / 4)) + (floor(year / 400) - floor(year / 100))

day_number(year, month, day) := ((before_year(year - early(month)) + before_month((month + 9) % 12)) + day) - 719469

date_of(number) := text(year + early(month), month, day) if {
	since := number + 719468
	era := floor(since / 146097)
	left := since % 146097
	leaps := (floor(left / 1460) + floor(left / 146096)) - floor(left / 36524)
	of_era := floor((left - leaps) / 365)
	of_year := left - before_year(of_era)
	shifted := floor(((5 * of_year) + 2) / 153)
	day := (of_year - before_month(shifted)) + 1
	month := ((shifted + 2) % 12) + 1
	year := (era * 400) + of_era
}

text(year, month, day) := concat("-", [padded(year, 4), padded(month, 2), padded(day, 2)])

padded(value, width) := substring(digits, count(digits) - width, width) if {
	digits := concat("", ["0000", format_int(value, 10)])
}

day(date) := day_number(year, month, of_month) if [year, month, of_month] := parts(date)

plus_days(date, days) := date_of(day(date) + days)

# The same day of a later month, or its last day.
plus_months(date, months) := text(year, month, min([of_month, length(year, month)])) if {
	[from_year, from_month, of_month] := parts(date)
	total := (((12 * from_year) + from_month) - 1) + months
	year := floor(total / 12)
	month := (total % 12) + 1
}

plus_working_days(date, days) := date_of(working[days - 1]) if {
	from := day(date)
	working := [number |
		some number in numbers.range(from + 1, (from + (2 * days)) + 4)
		weekday := (number + 4) % 7
		not weekday in {0, 6}
	]
}

minus_working_days(date, days) := date_of(working[days - 1]) if {
	until := day(date)
	working := [number |
		some back in numbers.range(1, (2 * days) + 4)
		number := until - back
		weekday := (number + 4) % 7
		not weekday in {0, 6}
	]
}

# The next such day of a year, the date itself included.
next_yearly(date, month_day) := found if {
	[year, _, _] := parts(date)
	found := min([later |
		some candidate in [year, year + 1]
		later := concat("-", [padded(candidate, 4), month_day])
		later >= substring(date, 0, 10)
	])
}

# Hours after an instant `YYYY-MM-DDTHH:MM:SSZ`; a date alone counts from its end, in whole days.
plus_hours(instant, hours) := concat("", [date_of(day(instant) + floor(total / 24)), "T", padded(total % 24, 2), rest]) if {
	regex.match(`^.{10}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$`, instant)
	total := (to_number(concat("", ["1", substring(instant, 11, 2)])) - 100) + hours
	rest := substring(instant, 13, -1)
}

plus_hours(date, hours) := plus_days(date, ceil(hours / 24)) if count(date) == 10

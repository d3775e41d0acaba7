package domicile.lib.calendar_test

import data.domicile.lib.calendar

test_days_are_counted_from_1970[date] if {
	some date, number in {"1970-01-01": 0, "1969-12-31": -1, "2000-02-29": 11016, "2026-11-20": 20777, "2100-03-01": 47541}
	calendar.day(date) == number
	calendar.date_of(number) == date
}

# Every day of four centuries' turn and of a leap year goes there and back.
test_days_go_there_and_back if {
	every number in array.concat(numbers.range(10950, 11400), numbers.range(47450, 47560)) {
		calendar.day(calendar.date_of(number)) == number
	}
}

test_dates_that_do_not_exist_are_no_dates[date] if {
	some date in ["2026-02-29", "2100-02-29", "2026-04-31", "2026-00-01", "2026-01-00", "2026-13-01", "2026-1-1", "26-01-01", "2026/11/20", ""]
	not calendar.parts(date)
}

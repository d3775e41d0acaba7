# METADATA
# description: |
#   The query `due` - when a legal clock runs out (LAW 3). Working days are Monday to Friday. A clock that runs before
#   an end (`assessment_renew`, `certification_renew`) counts back from `received`, the last day of validity.
package domicile.query.due

import data.domicile.lib.calendar
import data.domicile.lib.facts
import data.domicile.lib.verdict
import data.law.clocks

clock := clocks[facts.given.clock]

received := facts.given.received if is_string(facts.given.received)

day := calendar.plus_days(received, clock.days)

day := calendar.plus_working_days(received, clock.working_days)

day := calendar.plus_months(received, clock.months)

day := calendar.plus_months(received, 12 * clock.years)

day := calendar.minus_working_days(received, clock.working_days_before)

day := calendar.plus_months(received, 0 - clock.months_before)

day := calendar.plus_hours(received, clock.hours)

day := calendar.next_yearly(received, clock.yearly) if calendar.day(received)

decision := verdict.answer([running], object.union({"due": day}, {"deadline_h": hours | hours := clock.hours})) if day

decision := verdict.refuse([unknown], [unknown], {}) if not day

# METADATA
# title: The clock runs
# custom:
#   id: DUE
#   cite: [GDPR 12(3), PIPL 45, PIPL 50, PDPA 21]
#   text:
#     en: The term runs from the day of receipt and ends on the day named.
#     zh: 期限自收到之日起算，至所示日期届满。
#     nl: De termijn loopt vanaf de dag van ontvangst tot de genoemde dag.
running := object.union(
	verdict.finding(rego.metadata.rule(), {"stage": 6, "effect": "ALLOW"}),
	{"cite": [clock.cite]},
)

# METADATA
# title: The clock is unknown
# custom:
#   id: DUE.UNKNOWN
#   cite: [GDPR 5(2), PIPL 9]
#   text:
#     en: There is no such clock, or the date of receipt does not exist.
#     zh: 不存在该期限，或收到日期无效。
#     nl: Deze termijn bestaat niet, of de datum van ontvangst bestaat niet.
unknown := verdict.finding(rego.metadata.rule(), {"stage": 0, "effect": "DENY"})

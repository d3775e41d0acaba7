# METADATA
# description: |
#   Refuses `not f(facts.given.x)`: where `x` is absent such an expression is undefined instead of true, and a rule that
#   asks for an absence stays silent. Input as for the annotations check.
package checks.negation

# The documents in which anything may be absent.
open_ended := {"given", "record", "tenant"}

complaints contains {"file": expression.location.file, "row": expression.location.row} if {
	some module in input.modules
	walk(module.rules, [_, expression])
	expression.negated
	is_array(expression.terms)
	some term in expression.terms
	walk(term, [_, node])
	node.type == "ref"
	node.value[0].value == "facts"
	node.value[1].value in open_ended
}

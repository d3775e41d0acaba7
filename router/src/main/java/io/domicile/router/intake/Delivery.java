// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Question;
import io.domicile.regions.Residence;
import io.domicile.router.Json;
import io.domicile.router.duties.CoarseGrid;
import io.domicile.router.intake.Submission.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// A message that its sender wants people of several homes to have, and what the law is asked about
/// it (LAW 2.8 H4, H5).
///
/// @param submission the message
/// @param facts those of `store` about all of its people, in the order of the subjects, with what
///   decides whether anything may leave a region: mechanisms, the day, separate consent
record Delivery(String tenant, Submission submission, ObjectNode facts) {

    private static final Set<String> RECEIVERS = Set.of("recipient", "member");
    private static final String OPEN = "?";
    private static final String COARSE = "loc.coarse";

    /// Whether a record says from whom to whom it goes, and that they are at home in several
    /// countries. Nothing goes to the home of somebody who is merely in it.
    static boolean isAddressed(Submission submission) {
        var sender = submission.holder();
        return submission.subjects().stream().map(Subject::home).distinct().count() > 1
                && hasHome(sender)
                && !isReceiver(sender)
                && submission.subjects().stream()
                        .filter(one -> !one.equals(sender))
                        .allMatch(one -> isReceiver(one) && hasHome(one));
    }

    private static boolean isReceiver(Subject subject) {
        return subject.role() != null && RECEIVERS.contains(subject.role());
    }

    private static boolean hasHome(Subject subject) {
        return subject.home() != null && !subject.home().equals(OPEN);
    }

    Subject sender() {
        return submission.holder();
    }

    List<Subject> receivers() {
        return submission.subjects().stream().filter(one -> !one.equals(sender())).toList();
    }

    /// Where the sender's own record rests.
    Question asStore() {
        return new Question("store", alone(stored()));
    }

    /// What becomes of the copies of some of its people.
    Question asFanout(Collection<Subject> receivers) {
        var asked = facts.deepCopy();
        asked.remove("subjects");
        asked.set("sender", of(sender()));
        var members = asked.putArray("members");
        receivers.forEach(one -> members.add(of(one)));
        return new Question("fanout", asked);
    }

    /// Why somebody gets no copy: where a record of the person would rest at home.
    Question asHome(Subject receiver) {
        var asked = stored();
        asked.putArray("subjects").add(of(receiver));
        asked.put("collect", receiver.home());
        asked.remove("place");
        return new Question("store", asked);
    }

    /// The facts of the query `transfer`, without counts: the sender's own act.
    ///
    /// @param coarse whether it goes with a coarse position
    ObjectNode asTransfer(Residence from, Residence to, boolean coarse) {
        var asked = alone(coarse ? coarse(facts) : facts.deepCopy());
        asked.put("src", from.region().law()).put("dest", to.region().law());
        asked.put("exemption", "contract").put("basis", "contract").put("user_initiated", true);
        return asked;
    }

    /// The message as one of its people gets it.
    ///
    /// @param coarse whether with a coarse position
    Classified copyFor(Subject holder, boolean coarse) {
        var position = submission.location();
        var copy =
                submission.copiedFor(
                        holder,
                        coarse ? COARSE : submission.type(),
                        coarse && position != null ? Measures.coarse(position) : position);
        return new Classified(tenant, copy, holder, sealed(holder, coarse));
    }

    /// What later readings of the copy are decided on: nobody's consents, because those of the
    /// sender are not its holder's.
    private ObjectNode sealed(Subject holder, boolean coarse) {
        var asked = stored();
        var people = new ArrayList<JsonNode>(List.of(of(holder)));
        submission.subjects().stream()
                .filter(one -> !one.equals(holder))
                .forEach(one -> people.add(of(one)));
        people.forEach(person -> ((ObjectNode) person).putArray("consents"));
        asked.set("subjects", Json.MAPPER.valueToTree(people));
        return coarse ? coarse(asked) : asked;
    }

    /// The facts of `store`: those of leaving a region mean nothing there.
    private ObjectNode stored() {
        return facts.deepCopy().without(List.of("mech", "now", "sep_consent"));
    }

    private ObjectNode alone(ObjectNode asked) {
        asked.putArray("subjects").add(of(sender()));
        return asked;
    }

    private ObjectNode of(Subject subject) {
        int place = submission.subjects().indexOf(subject);
        return facts.path("subjects").path(place).deepCopy();
    }

    private static ObjectNode coarse(ObjectNode facts) {
        var copy = facts.deepCopy();
        var record = copy.withObject("/record");
        record.put("type", COARSE).put("precision_m", (double) CoarseGrid.METRES);
        record.remove("continuous");
        return copy;
    }

    @Override
    public String toString() {
        return "Delivery[" + submission + "]";
    }
}

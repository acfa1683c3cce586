package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Fault;
import dev.holdfast.engine.api.Finding.Left;
import dev.holdfast.engine.api.Finding.Means;
import dev.holdfast.engine.api.Finding.Mended;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Finding.Treatment;
import dev.holdfast.engine.api.Finding.Untouched;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An examination of a home: looks, mends what may be mended when asked to, and then looks again,
/// for nothing counts as mended that a second look does not find sound.
///
/// @param device opens the device of the home
record Visit(HomeFiles files, Opening device) {

    /// How the device is opened: in this process, or through its daemon.
    interface Opening {
        Node open() throws NodeException, InterruptedException;
    }

    List<Treated> pay(Care care, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var all = new ArrayList<Treated>();
        if (care.rebuild()) {
            all.add(DeepJudgement.of(Rebuilding.run(files)));
        }
        all.addAll(fromOutside(care));
        if (care.deep()) {
            all.addAll(deep(care, events));
        }
        return all;
    }

    private List<Treated> fromOutside(Care care) throws NodeException {
        var found = look();
        if (!care.fix()) {
            return found.stream()
                    .map(each -> new Treated(each.finding(), new Untouched()))
                    .toList();
        }
        var surgery = new Surgery(files);
        var treated = new ArrayList<Treated>();
        for (var each : found) {
            treated.add(new Treated(each.finding(), treat(each, surgery)));
        }
        return checked(treated);
    }

    /// Through the device, which knows whose the chunks are; from outside when it does not start.
    private List<Treated> deep(Care care, Consumer<Event> events)
            throws NodeException, InterruptedException {
        Node node;
        try {
            node = device.open();
        } catch (NodeException e) {
            if (e.problem().code() == Problem.Code.BUSY) {
                throw e;
            }
            long began = System.nanoTime();
            var read = Scrubbing.read(files, events);
            var took = Duration.ofNanos(System.nanoTime() - began);
            return List.of(DeepJudgement.unnamed(read, took));
        }
        try (var open = node) {
            return DeepJudgement.of(open.run(new Command.Scrub(care.fix()), events), care.fix());
        }
    }

    private List<Diagnosis> look() throws NodeException {
        return Doctor.judge(new Examination(files).look());
    }

    private static Treatment treat(Diagnosis found, Surgery surgery) {
        if (found.cure().isPresent()) {
            return surgery.perform(found.cure().get());
        }
        if (!(found.finding() instanceof Fault fault)) {
            return new Untouched();
        }
        return new Left(
                fault.means() == Means.REBUILD
                        ? "only `holdfast doctor --rebuild` can mend it"
                        : "only you can do that");
    }

    /// What was mended and is found again was not; what is found only now is told too.
    private List<Treated> checked(List<Treated> treated) throws NodeException {
        if (treated.stream().noneMatch(each -> each.treatment() instanceof Mended)) {
            return treated;
        }
        var now = look().stream().map(Diagnosis::finding).filter(Fault.class::isInstance).toList();
        var all = new ArrayList<Treated>();
        for (var each : treated) {
            var again = now.stream().filter(fault -> isSame(fault, each.finding())).findFirst();
            all.add(again.isEmpty() ? each : still(each, again));
        }
        now.stream()
                .filter(fault -> treated.stream().noneMatch(each -> isSame(fault, each.finding())))
                .forEach(fault -> all.add(new Treated(fault, new Untouched())));
        return all;
    }

    private static Treated still(Treated before, Optional<Finding> again) {
        return before.treatment() instanceof Mended
                ? new Treated(again.orElseThrow(), new Left("it was found again after mending"))
                : before;
    }

    private static boolean isSame(Finding one, Finding other) {
        return one.check().equals(other.check());
    }
}

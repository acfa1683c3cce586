package dev.holdfast.tui.shell;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Quick questions to the daemon while a person types. Each has a deadline, so that an engine that
/// stalls never holds up the prompt; without a daemon nothing is started for them.
final class Looks {

    private static final Duration ANSWER_MAX = Duration.ofMillis(700);

    private final Attached attached;

    /// The daemon of one home; empty when none runs.
    interface Attached {
        Optional<Node> node() throws NodeException;
    }

    /// What is asked.
    interface Question<T> {
        T of(Node node) throws NodeException, InterruptedException;
    }

    /// What came of it.
    enum Outcome {
        ANSWERED,
        NO_DEVICE,
        NO_DAEMON,
        NO_ANSWER
    }

    /// @param value there when it was answered
    record Answer<T>(Outcome outcome, Optional<T> value) {

        static <T> Answer<T> none(Outcome outcome) {
            return new Answer<>(outcome, Optional.empty());
        }
    }

    Looks(Attached attached) {
        this.attached = attached;
    }

    <T> Answer<T> ask(Question<T> question) {
        var answer = new CompletableFuture<Answer<T>>();
        var asks = Thread.ofVirtual().start(() -> answer.complete(look(question)));
        try {
            return answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            return Answer.none(Outcome.NO_ANSWER);
        } finally {
            asks.interrupt();
        }
        return Answer.none(Outcome.NO_ANSWER);
    }

    private <T> Answer<T> look(Question<T> question) {
        try {
            var node = attached.node();
            if (node.isEmpty()) {
                return Answer.none(Outcome.NO_DAEMON);
            }
            try (var daemon = node.get()) {
                return new Answer<>(Outcome.ANSWERED, Optional.of(question.of(daemon)));
            }
        } catch (NodeException e) {
            boolean none = e.problem().code() == Problem.Code.NO_SUCH;
            return Answer.none(none ? Outcome.NO_DEVICE : Outcome.NO_ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.none(Outcome.NO_ANSWER);
        }
    }
}

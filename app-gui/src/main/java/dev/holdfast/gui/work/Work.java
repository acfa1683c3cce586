package dev.holdfast.gui.work;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.words.Times;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Runs what may wait on threads of its own and hands the answer to the window's thread, so that
/// nothing the engine does or fails to do can hold the window.
public final class Work {

    /// A question that waits longer has come to nothing.
    public static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private final Executor ui;
    private final ThreadFactory threads;
    private final LongSupplier nanos;
    private final List<Question> open = new ArrayList<>();

    /// @param ui runs work where properties may change: `Platform::runLater` in the app,
    ///   `Runnable::run` in a test
    /// @param threads make the threads that wait
    /// @param nanos a clock that only counts forward, in nanoseconds
    public Work(Executor ui, ThreadFactory threads, LongSupplier nanos) {
        this.ui = ui;
        this.threads = threads;
        this.nanos = nanos;
    }

    /// Something that may wait.
    @FunctionalInterface
    public interface Call<T> {
        T get() throws NodeException, InterruptedException;
    }

    /// A call under way.
    @FunctionalInterface
    public interface Running {
        /// Takes the call back; it ends as a problem of the code `CANCELLED`.
        void cancel();
    }

    /// Starts `call`, then hands its value to `done` or what went wrong to `failed`, once, on the
    /// window's thread.
    public <T> Running start(Call<T> call, Consumer<T> done, Consumer<Problem> failed) {
        var task =
                new FutureTask<T>(call::get) {
                    @Override
                    protected void done() {
                        var answer = answer(this, done, failed);
                        ui.execute(answer);
                    }
                };
        var thread = threads.newThread(task);
        thread.start();
        return thread::interrupt;
    }

    /// A question under way that a device in good order answers at once.
    private static final class Question {
        private final long askedAt;
        private final Consumer<Problem> failed;
        private Running running = () -> {};

        Question(long askedAt, Consumer<Problem> failed) {
            this.askedAt = askedAt;
            this.failed = failed;
        }
    }

    /// Starts `call` as [#start] does, for a question that a device in good order answers at once.
    /// After [#ANSWER_MAX] it is taken back and counts as failed, and an answer that comes later is
    /// dropped.
    public <T> void ask(Call<T> call, Consumer<T> done, Consumer<Problem> failed) {
        var question = new Question(nanos.getAsLong(), failed);
        open.add(question);
        question.running =
                start(
                        call,
                        value -> close(question, () -> done.accept(value)),
                        problem -> close(question, () -> failed.accept(problem)));
    }

    private void close(Question question, Runnable answer) {
        if (open.remove(question)) {
            answer.run();
        }
    }

    /// Gives up questions that have waited too long. To be called about every second, on the
    /// window's thread.
    public void tick() {
        long now = nanos.getAsLong();
        for (var question : List.copyOf(open)) {
            if (now - question.askedAt >= ANSWER_MAX.toNanos()) {
                close(
                        question,
                        () -> {
                            question.running.cancel();
                            question.failed.accept(silent());
                        });
            }
        }
    }

    private static Problem silent() {
        return new Problem(
                Problem.Code.UNREACHABLE,
                say("work.silent", Times.text(ANSWER_MAX)),
                say("work.silent.do"));
    }

    /// Runs `step` on the window's thread.
    public void show(Runnable step) {
        ui.execute(step);
    }

    private static <T> Runnable answer(
            FutureTask<T> ended, Consumer<T> done, Consumer<Problem> failed) {
        try {
            var value = ended.get();
            return () -> done.accept(value);
        } catch (ExecutionException e) {
            var problem = problem(e.getCause() == null ? e : e.getCause());
            return () -> failed.accept(problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return () -> failed.accept(cancelled());
        }
    }

    private static Problem problem(Throwable cause) {
        return switch (cause) {
            case NodeException known -> known.problem();
            case InterruptedException _, CancellationException _ -> cancelled();
            default -> {
                LOG.error("A call from the window failed in a way nobody foresaw.", cause);
                yield new Problem(
                        Problem.Code.FAILED,
                        "Something went wrong that Holdfast did not foresee.",
                        "Try again; the log says more.");
            }
        };
    }

    private static Problem cancelled() {
        return new Problem(Problem.Code.CANCELLED, "It was cancelled.", "Start it again.");
    }
}

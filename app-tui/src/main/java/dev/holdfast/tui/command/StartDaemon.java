package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.words.Words;

/// `start`: the daemon in the background.
final class StartDaemon extends Action {

    StartDaemon(Holdfast main) {
        super(main, "start");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var service = main.device().service();
        var before = service.attached();
        if (before.isPresent()) {
            tell(address(before.get()), "");
            return Exit.DONE;
        }
        var log = service.start();
        var daemon =
                service.attached()
                        .orElseThrow(
                                () ->
                                        new NodeException(
                                                Problem.Code.FAILED,
                                                Words.say("start.ended"),
                                                Words.say("start.ended.do", log)));
        tell(address(daemon), log);
        return Exit.DONE;
    }

    private static String address(Node daemon) throws NodeException {
        try (daemon) {
            return daemon.status().device().address();
        }
    }

    /// @param log of the daemon that was started; empty when one ran already
    private void tell(String address, String log) {
        boolean started = !log.isEmpty();
        main.answer(
                () -> {
                    var document = new JsonObject();
                    document.addProperty("started", started);
                    document.addProperty("address", address);
                    document.addProperty("log", started ? log : null);
                    return document;
                },
                out -> out.println("ready " + Plain.text(address)));
        main.remark(started ? Words.say("start.done", Plain.text(log)) : Words.say("start.ran"));
    }
}

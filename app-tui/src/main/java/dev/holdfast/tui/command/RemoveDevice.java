package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `device remove NAME`: out of the pool for good.
@CommandLine.Command(
        name = "remove",
        description = "Take a device out of the pool for good; others take over its copies.")
final class RemoveDevice extends Action {

    @Parameters(paramLabel = "NAME", description = "the device's name")
    private String name = "";

    RemoveDevice(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var changed = ask(new Command.RemoveDevice(name));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        main.remark(Plain.text(name) + " is out of the pool.");
        return Exit.DONE;
    }
}

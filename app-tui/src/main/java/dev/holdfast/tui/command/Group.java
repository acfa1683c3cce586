package dev.holdfast.tui.command;

import dev.holdfast.tui.syntax.Keyword;
import dev.holdfast.tui.words.Words;

import picocli.CommandLine.ParameterException;

/// A word that only says which commands there are behind it.
abstract class Group extends Keyword implements Runnable {

    private final String question;

    /// @param question the key of what to ask who leaves the command out
    Group(String name, String question) {
        super(name);
        this.question = question;
    }

    final void add(Keyword command) {
        spec().addSubcommand(null, command.line());
    }

    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), Words.say(question));
    }
}

package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.node.LogBook;
import dev.holdfast.testbed.cluster.Member;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Reads the log of a device as a program would.
final class Logs {

    private static final Pattern LINE =
            Pattern.compile(
                    "time=[-0-9T:.]+Z level=(error|warn|info) logger=\\S+"
                            + " thread=(\\S+|\"[^\"]*\") message=.+");

    private static final int WORDS = 24;

    private Logs() {}

    /// The text of a log, each line of which is of the form it promises.
    static String of(Member member) throws IOException {
        var log = Files.readString(LogBook.file(member.directory()));
        assertThat(log.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(log).contains("level=info logger=dev.holdfast.engine.node.Home");
        return log;
    }

    /// No part of a recovery phrase stands in it. Any two words may be beside each other in a
    /// sentence of ours, so in one run of some thousands two of a phrase are; more never are.
    static void assertNoWords(String log, String phrase) {
        var words =
                Pattern.compile("[a-z]+")
                        .matcher(phrase.toLowerCase(Locale.ROOT))
                        .results()
                        .map(MatchResult::group)
                        .toList();
        assertThat(words).hasSizeGreaterThanOrEqualTo(WORDS);
        var text = log.toLowerCase(Locale.ROOT);
        var found = new ArrayList<String>();
        for (int i = 0; i + 1 < words.size(); i++) {
            var two = Pattern.compile(words.get(i) + "[^a-z]{1,5}" + words.get(i + 1));
            if (two.matcher(text).find()) {
                found.add(two.pattern());
            }
        }
        assertThat(found).hasSizeLessThan(2);
    }
}

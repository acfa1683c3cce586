package dev.holdfast.engine.api.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which of the recovery words a person is asked to copy from the paper: one of each third, another
/// for every phrase.
///
/// @param places counted from 0
public record WordCheck(List<String> words, List<Integer> places) {

    private static final int ASKED = 3;

    public WordCheck {
        words = List.copyOf(words);
        places = List.copyOf(places);
    }

    public static WordCheck of(List<String> words) {
        int third = words.size() / ASKED;
        var places = new ArrayList<Integer>();
        for (int i = 0; i < ASKED; i++) {
            int pick = Math.floorMod(words.get(i).hashCode(), Math.max(1, third));
            places.add(i * third + pick);
        }
        return new WordCheck(words, places);
    }

    /// Whether each answer is the word of its place, however it is capitalised.
    ///
    /// @param answers one for each of the places, in their order
    public boolean accepts(List<String> answers) {
        for (int i = 0; i < places.size(); i++) {
            var answer = answers.get(i).strip().toLowerCase(Locale.ROOT);
            if (!answer.equals(words.get(places.get(i)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "WordCheck(hidden)";
    }
}

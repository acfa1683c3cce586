package dev.holdfast.tui.render;

/// Colours, where they are welcome; else the text as it is.
public record Paint(boolean on) {

    public String good(String text) {
        return wrap("32", text);
    }

    public String warn(String text) {
        return wrap("33", text);
    }

    public String bad(String text) {
        return wrap("31", text);
    }

    public String strong(String text) {
        return wrap("1", text);
    }

    public String quiet(String text) {
        return wrap("2", text);
    }

    private String wrap(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

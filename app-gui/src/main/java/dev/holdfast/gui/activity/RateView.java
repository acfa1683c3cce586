package dev.holdfast.gui.activity;

import static dev.holdfast.gui.words.Words.say;

import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/// Rates as a line over time: the latest at the right, the fastest at the top.
final class RateView extends Pane {

    /// The top is never lower than this, so that a trickle looks like one, bytes a second.
    private static final long TOP_MIN = 1 << 20;

    private final Polygon area = new Polygon();
    private final Polyline line = new Polyline();
    private final Line ground = new Line();
    private Rates rates = Rates.NONE;

    RateView(ObservableValue<Rates> shown) {
        getStyleClass().add("rates");
        area.getStyleClass().add("rates-area");
        line.getStyleClass().add("rates-line");
        ground.getStyleClass().add("rates-ground");
        getChildren().addAll(ground, area, line);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        shown.subscribe(
                next -> {
                    rates = next;
                    setAccessibleText(say("activity.rate.now", next.now()));
                    requestLayout();
                });
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight() - 1;
        ground.setStartY(height);
        ground.setEndX(width);
        ground.setEndY(height);
        area.getPoints().clear();
        line.getPoints().clear();
        if (rates.samples().isEmpty()) {
            return;
        }
        double top = Math.max(TOP_MIN, rates.max());
        double before = width * (1 - rates.age(rates.samples().getFirst()));
        for (var sample : rates.samples()) {
            double x = width * (1 - rates.age(sample));
            double y = height - (height - 2) * sample.perSecond() / top;
            // It went so fast from the measurement before to this one.
            line.getPoints().addAll(before, y, x, y);
            before = x;
        }
        area.getPoints().addAll(line.getPoints().getFirst(), height);
        area.getPoints().addAll(line.getPoints());
        area.getPoints().addAll(width, height);
    }
}

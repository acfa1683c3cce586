package dev.holdfast.gui.home;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.gui.theme.Parts;
import dev.holdfast.gui.words.Sizes;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.KeyValue;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.Circle;
import javafx.scene.shape.QuadCurve;
import javafx.util.Duration;

import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pool as a ring: each device at its place with how full it is, and an arc to each that copies
/// travel to.
final class RingView extends Pane {

    /// Half the width of a device's disc, px.
    private static final double DISC = 27;

    /// Room kept beside and above the ring for names, px.
    private static final double MARGIN_X = 170;

    private static final double MARGIN_Y = 84;

    private static final double NAME_GAP = 10;

    private static final double DASH = 9;

    /// Where an arc's control point lies between the middle, 0, and its end, 1.
    private static final double BEND = 0.25;

    private static final double RADIUS_MAX = 210;

    private final Circle track = new Circle();
    private final Node middle;
    private final List<Pane> marks = new ArrayList<>();
    private final List<QuadCurve> arcs = new ArrayList<>();
    private final Timeline travel = new Timeline();
    private List<Spot> spots = List.of();

    RingView(ObservableValue<List<Spot>> shown, Node middle) {
        this.middle = middle;
        getStyleClass().add("ring");
        track.getStyleClass().add("ring-track");
        travel.setCycleCount(Animation.INDEFINITE);
        setMinSize(300, 260);
        shown.subscribe(this::show);
    }

    private void show(List<Spot> next) {
        if (next.equals(spots) && !getChildren().isEmpty()) {
            return;
        }
        var focused = focusedId();
        spots = next;
        marks.clear();
        arcs.clear();
        for (var spot : spots) {
            if (spot.arriving() > 0) {
                arcs.add(arc());
            }
            marks.add(mark(spot));
        }
        getChildren().setAll(track);
        getChildren().addAll(arcs);
        getChildren().add(middle);
        getChildren().addAll(marks);
        focused.ifPresent(this::focus);
        move();
        requestLayout();
    }

    private Optional<String> focusedId() {
        return marks.stream().filter(Node::isFocused).map(Node::getId).findFirst();
    }

    private void focus(String id) {
        marks.stream().filter(each -> id.equals(each.getId())).forEach(Node::requestFocus);
    }

    private static Pane mark(Spot spot) {
        var disc = new Circle(DISC);
        disc.getStyleClass().add("ring-disc");
        var fill = new Arc(0, 0, DISC, DISC, 90, -360 * spot.fill());
        fill.setType(ArcType.OPEN);
        fill.getStyleClass().add("ring-fill");
        var gauge = new Pane(fill);
        gauge.setMaxSize(0, 0);
        var icon = Parts.icon(spot.self() ? MaterialDesignL.LAPTOP : MaterialDesignS.SERVER);
        var face = new StackPane(disc, gauge, icon);
        face.setMaxSize(2 * DISC, 2 * DISC);
        face.setMinSize(2 * DISC, 2 * DISC);
        var mark =
                beside(
                        spot.side(),
                        face,
                        new VBox(
                                Parts.text(spot.name(), "ring-name"),
                                Parts.text(below(spot), "ring-use")));
        mark.getStyleClass().addAll("ring-mark", spot.online() ? "online" : "away");
        mark.setId(spot.id());
        mark.setFocusTraversable(true);
        mark.setAccessibleRole(AccessibleRole.TEXT);
        mark.setAccessibleText(spot.spoken());
        Tooltip.install(mark, new Tooltip(spot.spoken()));
        return mark;
    }

    /// A mark and its name, the name on that side.
    private static Pane beside(Spot.Side side, Node face, VBox words) {
        words.setAlignment(
                switch (side) {
                    case ABOVE -> Pos.BOTTOM_CENTER;
                    case BELOW -> Pos.TOP_CENTER;
                    case RIGHT -> Pos.CENTER_LEFT;
                    case LEFT -> Pos.CENTER_RIGHT;
                });
        return switch (side) {
            case ABOVE -> column(words, face);
            case BELOW -> column(face, words);
            case RIGHT -> row(face, words);
            case LEFT -> row(words, face);
        };
    }

    private static VBox column(Node... parts) {
        var column = new VBox(NAME_GAP / 2, parts);
        column.setAlignment(Pos.CENTER);
        return column;
    }

    private static HBox row(Node... parts) {
        var row = new HBox(NAME_GAP, parts);
        row.setAlignment(Pos.CENTER);
        return row;
    }

    private static String below(Spot spot) {
        if (spot.arriving() > 0) {
            return say("home.arriving", Sizes.text(spot.arriving()));
        }
        return spot.online() ? spot.use() : say("device.away");
    }

    private static QuadCurve arc() {
        var arc = new QuadCurve();
        arc.getStyleClass().add("ring-arc");
        arc.getStrokeDashArray().setAll(DASH, DASH);
        return arc;
    }

    /// Dashes run along the arcs, towards who receives, unless the person wants stillness.
    private void move() {
        travel.stop();
        travel.getKeyFrames().clear();
        if (arcs.isEmpty() || Platform.getPreferences().isReducedMotion()) {
            return;
        }
        for (var arc : arcs) {
            travel.getKeyFrames()
                    .add(
                            new KeyFrame(
                                    Duration.seconds(0.7),
                                    new KeyValue(arc.strokeDashOffsetProperty(), -2 * DASH)));
        }
        travel.play();
    }

    @Override
    protected void layoutChildren() {
        double x = getWidth() / 2;
        double y = getHeight() / 2;
        double radius = Math.clamp(Math.min(x - MARGIN_X, y - MARGIN_Y), 2 * DISC, RADIUS_MAX);
        track.setCenterX(x);
        track.setCenterY(y);
        track.setRadius(radius);
        place(middle, x, y, radius);
        int arcsPlaced = 0;
        for (int i = 0; i < spots.size(); i++) {
            double angle = 2 * Math.PI * spots.get(i).turn() - Math.PI / 2;
            double atX = x + radius * Math.cos(angle);
            double atY = y + radius * Math.sin(angle);
            var mark = marks.get(i);
            mark.autosize();
            double left =
                    switch (spots.get(i).side()) {
                        case ABOVE, BELOW -> mark.getWidth() / 2;
                        case RIGHT -> DISC;
                        case LEFT -> mark.getWidth() - DISC;
                    };
            double up =
                    switch (spots.get(i).side()) {
                        case ABOVE -> mark.getHeight() - DISC;
                        case BELOW -> DISC;
                        case RIGHT, LEFT -> mark.getHeight() / 2;
                    };
            mark.relocate(Math.rint(atX - left), Math.rint(atY - up));
            if (spots.get(i).arriving() > 0) {
                bend(arcs.get(arcsPlaced++), new Point2D(x, y), radius, new Point2D(atX, atY));
            }
        }
    }

    /// Puts the node in the middle of the ring, smaller where the ring is narrow.
    private static void place(Node node, double x, double y, double radius) {
        node.autosize();
        double room = 2 * (radius - DISC - NAME_GAP);
        double scale = Math.clamp(room / node.getLayoutBounds().getWidth(), 0.5, 1.0);
        node.setScaleX(scale);
        node.setScaleY(scale);
        var bounds = node.getLayoutBounds();
        node.relocate(Math.rint(x - bounds.getWidth() / 2), Math.rint(y - bounds.getHeight() / 2));
    }

    /// Bends an arc from the top of the ring, where this device sits, inwards to `to`.
    private static void bend(QuadCurve arc, Point2D middle, double radius, Point2D to) {
        arc.setStartX(middle.getX());
        arc.setStartY(middle.getY() - radius + DISC);
        arc.setEndX(to.getX());
        arc.setEndY(to.getY());
        var control = middle.interpolate(to, BEND);
        arc.setControlX(control.getX());
        arc.setControlY(control.getY());
    }
}

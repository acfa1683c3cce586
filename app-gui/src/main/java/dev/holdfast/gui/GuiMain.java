package dev.holdfast.gui;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.node.Home;
import dev.holdfast.engine.node.HomeChoice;
import dev.holdfast.engine.node.LogBook;
import dev.holdfast.gui.activity.ActivityView;
import dev.holdfast.gui.activity.ActivityViewModel;
import dev.holdfast.gui.devices.DevicesView;
import dev.holdfast.gui.devices.DevicesViewModel;
import dev.holdfast.gui.files.Choosers;
import dev.holdfast.gui.files.DragFolder;
import dev.holdfast.gui.files.FilesView;
import dev.holdfast.gui.files.FilesViewModel;
import dev.holdfast.gui.files.Transfers;
import dev.holdfast.gui.folders.FoldersView;
import dev.holdfast.gui.folders.FoldersViewModel;
import dev.holdfast.gui.home.HomeView;
import dev.holdfast.gui.home.HomeViewModel;
import dev.holdfast.gui.recover.RecoverView;
import dev.holdfast.gui.recover.RecoverViewModel;
import dev.holdfast.gui.setup.SetupView;
import dev.holdfast.gui.setup.SetupViewModel;
import dev.holdfast.gui.shell.Phase;
import dev.holdfast.gui.shell.Screen;
import dev.holdfast.gui.shell.ShellView;
import dev.holdfast.gui.shell.ShellViewModel;
import dev.holdfast.gui.theme.Look;
import dev.holdfast.gui.theme.WindowMemory;
import dev.holdfast.gui.work.Device;
import dev.holdfast.gui.work.Line;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Printer;
import dev.holdfast.gui.work.Work;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Where the desktop face begins: finds the home and opens the window.
public final class GuiMain {

    private static final String HOME = "--home";

    private GuiMain() {}

    /// @param arguments `--home DIR`, or nothing
    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING);
        var home = HomeChoice.here().of(named(List.of(arguments)));
        Platform.startup(
                () -> {
                    var stage = new Stage();
                    var choosers = new SystemChoosers(stage);
                    var window = new Window(new HomeDevice(home), home, choosers);
                    // Within the closing of its last window the toolkit cannot end.
                    window.show(stage, () -> Platform.runLater(Platform::exit));
                });
    }

    private static Optional<Path> named(List<String> arguments) {
        int at = arguments.indexOf(HOME);
        if (at >= 0 && at + 1 < arguments.size()) {
            return Optional.of(Path.of(arguments.get(at + 1)));
        }
        return arguments.stream()
                .filter(each -> each.startsWith(HOME + "="))
                .map(each -> Path.of(each.substring(HOME.length() + 1)))
                .findFirst();
    }

    /// The window: its view-models over one line to the device, and what is remembered of it.
    static final class Window {

        private static final double WIDTH_MIN = 960;
        private static final double HEIGHT_MIN = 640;
        private static final double SIDE_MAX = 20_000;
        private static final double BEAT_MILLIS = 500;

        /// Where the copies of the selected file are is asked again after so many beats.
        private static final int LOOK_BEATS = 4;

        private final WindowMemory memory;
        private final DragFolder dragged;
        private final Work work;
        private final ObjectProperty<Look> look = new SimpleObjectProperty<>(Look.SYSTEM);
        private final Line line = new Line();
        private final ShellViewModel shell;
        private final Transfers transfers;
        private final FilesViewModel files;
        private final ActivityViewModel activity;
        private final Scene scene;
        private long beats;
        private boolean isWarned;

        /// @param home where what is remembered of the window lies, and what is dragged out of it
        Window(Device device, Path home, Choosers choosers) {
            memory = new WindowMemory(home);
            dragged = new DragFolder(home);
            var threads = Thread.ofVirtual().name("window-", 0).factory();
            work = new Work(Platform::runLater, threads, System::nanoTime);
            var live = new Live(line, work, System::nanoTime);
            shell = new ShellViewModel(device, work, line, live);
            Map<Screen, Parent> screens = new EnumMap<>(Screen.class);
            screens.put(Screen.HOME, new HomeView(new HomeViewModel(live)));
            transfers = new Transfers(line, work, dragged, System::nanoTime);
            files = new FilesViewModel(line, work, transfers);
            screens.put(Screen.FILES, new FilesView(files, choosers));
            var folders = new FoldersViewModel(line, work, live);
            screens.put(Screen.FOLDERS, new FoldersView(folders, choosers::folder));
            screens.put(Screen.DEVICES, new DevicesView(new DevicesViewModel(line, work, live)));
            activity = new ActivityViewModel(line, work, live);
            screens.put(Screen.ACTIVITY, new ActivityView(activity));
            screens.put(Screen.RECOVER, new RecoverView(new RecoverViewModel(line, work)));
            shell.phaseProperty().subscribe(phase -> read());
            shell.screenProperty().subscribe(screen -> read());
            var root =
                    new ShellView(
                            shell,
                            look,
                            () -> setup(device, new HomePrinter(home), choosers),
                            screens);
            scene = Look.styled(new Scene(root, WIDTH_MIN, HEIGHT_MIN));
        }

        private SetupView setup(Device device, Printer printer, Choosers choosers) {
            var model = new SetupViewModel(device, printer, work, shell::begin);
            return new SetupView(model, choosers::page);
        }

        /// Opens the window as it was left, and looks for the device.
        ///
        /// @param closed called when the window is gone
        void show(Stage stage, Runnable closed) {
            look.set(Look.named(memory.get("look", "")));
            look.subscribe(Look::apply);
            Platform.getPreferences().colorSchemeProperty().subscribe(scheme -> look.get().apply());
            shell.screenProperty().set(Screen.named(memory.get("screen", "")));
            stage.setTitle(say("app.name"));
            stage.setScene(scene);
            stage.setMinWidth(WIDTH_MIN);
            stage.setMinHeight(HEIGHT_MIN);
            recall(stage);
            stage.setOnCloseRequest(this::warn);
            stage.setOnHidden(
                    event -> {
                        remember(stage);
                        dragged.close();
                        closed.run();
                    });
            beatWhileShown(stage);
            stage.show();
            shell.open();
            work.start(this::sweep, swept -> {}, problem -> {});
        }

        /// What is under way ends with the window, so who closes it is told that first.
        private void warn(WindowEvent event) {
            long underWay = transfers.underWay();
            if (underWay > 0 && !isWarned) {
                isWarned = true;
                shell.warn(say("banner.underway", underWay), say("banner.underway.do"));
                event.consume();
            }
        }

        /// A window that is closed looks for no device: what is in its home may be going just now.
        private void beatWhileShown(Stage stage) {
            var beat =
                    new Timeline(
                            new KeyFrame(javafx.util.Duration.millis(BEAT_MILLIS), e -> beat()));
            beat.setCycleCount(Animation.INDEFINITE);
            stage.showingProperty()
                    .subscribe(
                            isShown -> {
                                if (isShown) {
                                    beat.play();
                                } else {
                                    beat.stop();
                                }
                            });
        }

        private boolean sweep() {
            dragged.sweep();
            return true;
        }

        private void beat() {
            shell.tick();
            work.tick();
            activity.tick();
            isWarned &= transfers.underWay() > 0;
            if (++beats % LOOK_BEATS == 0 && isShown(Screen.FILES)) {
                files.tick();
            }
        }

        private boolean isShown(Screen screen) {
            return shell.phaseProperty().get() instanceof Phase.Open
                    && shell.screenProperty().get() == screen;
        }

        /// The Files screen is read when it comes up; what changed meanwhile is there.
        private void read() {
            if (isShown(Screen.FILES)) {
                files.refresh();
            }
        }

        ShellViewModel shell() {
            return shell;
        }

        ObjectProperty<Look> look() {
            return look;
        }

        private void recall(Stage stage) {
            stage.setWidth(memory.get("width", 1180, WIDTH_MIN, SIDE_MAX));
            stage.setHeight(memory.get("height", 780, HEIGHT_MIN, SIDE_MAX));
            double x = memory.get("x", Double.NaN, -SIDE_MAX, SIDE_MAX);
            double y = memory.get("y", Double.NaN, -SIDE_MAX, SIDE_MAX);
            if (isOnAScreen(x, y)) {
                stage.setX(x);
                stage.setY(y);
            }
            stage.setMaximized(Boolean.parseBoolean(memory.get("maximized", "false")));
        }

        /// A screen may have been taken away since; a window on it could not be reached.
        private static boolean isOnAScreen(double x, double y) {
            return javafx.stage.Screen.getScreens().stream()
                    .anyMatch(each -> each.getVisualBounds().contains(x, y));
        }

        private void remember(Stage stage) {
            memory.set("look", look.get().word());
            memory.set("screen", shell.screenProperty().get().word());
            memory.set("maximized", stage.isMaximized());
            if (!stage.isMaximized()) {
                memory.set("x", stage.getX());
                memory.set("y", stage.getY());
                memory.set("width", stage.getWidth());
                memory.set("height", stage.getHeight());
            }
            memory.keep();
        }
    }

    /// The dialogs of the system, over the window.
    private record SystemChoosers(Stage stage) implements Choosers {

        @Override
        public List<String> files() {
            var chooser = new FileChooser();
            chooser.setTitle(say("files.store.choose"));
            var chosen = chooser.showOpenMultipleDialog(stage);
            return chosen == null ? List.of() : chosen.stream().map(File::getAbsolutePath).toList();
        }

        @Override
        public Optional<String> folder() {
            var chooser = new DirectoryChooser();
            chooser.setTitle(say("files.to"));
            return Optional.ofNullable(chooser.showDialog(stage)).map(File::getAbsolutePath);
        }

        @Override
        public Optional<String> page() {
            var chooser = new FileChooser();
            chooser.setTitle(say("setup.page.choose"));
            chooser.setInitialFileName(say("setup.page.file"));
            return Optional.ofNullable(chooser.showSaveDialog(stage)).map(File::getAbsolutePath);
        }
    }

    private record HomePrinter(Path home) implements Printer {

        @Override
        public void print(String file, String device, List<String> words) throws NodeException {
            try {
                Home.at(home).paper().print(Path.of(file), device, words);
            } catch (IOException e) {
                throw new NodeException(
                        new Problem(
                                Problem.Code.FAILED,
                                say("setup.page.unwritten", file),
                                say("setup.page.unwritten.do")),
                        e);
            }
        }
    }

    /// A home, in the words of the window.
    record HomeDevice(Path directory) implements Device {

        /// A device that is slow to open looks through much; this is many times that.
        private static final Duration START_MAX = Duration.ofSeconds(60);

        private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

        private Home home() {
            return Home.at(directory);
        }

        @Override
        public String suggestedName() {
            try {
                var name = InetAddress.getLocalHost().getHostName().replaceAll("\\..*", "");
                return name.replaceAll("[^\\p{Alnum}-]", "").toLowerCase(Locale.ROOT);
            } catch (UnknownHostException e) {
                return "";
            }
        }

        @Override
        public Optional<Node> attached() throws NodeException {
            return home().attached();
        }

        @Override
        public Node start() throws NodeException, InterruptedException {
            var found = attached();
            if (found.isPresent()) {
                return found.get();
            }
            var process = new Background(directory).start();
            long endNanos = System.nanoTime() + START_MAX.toNanos();
            while (System.nanoTime() < endNanos) {
                boolean ended = process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                var node = attached();
                if (node.isPresent()) {
                    return node.get();
                }
                if (ended) {
                    break;
                }
            }
            process.destroy();
            throw new NodeException(
                    Problem.Code.FAILED,
                    say("start.failed"),
                    say("start.failed.do", LogBook.file(directory)));
        }

        @Override
        public void init(Beginning beginning, Consumer<List<String>> words) throws NodeException {
            home().init(translated(beginning), words);
        }

        @Override
        public Optional<String> join(String code, Optional<String> at, Beginning beginning)
                throws NodeException, InterruptedException {
            return home().join(code, at, translated(beginning));
        }

        private static Home.Beginning translated(Beginning beginning) {
            return new Home.Beginning(beginning.name(), beginning.capacity(), Optional.empty());
        }
    }
}

package dev.holdfast.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The document that other programs are written by, against the code.
class OpenApiTest {

    private JsonObject document;

    @BeforeEach
    void read() throws IOException {
        document = LocalApi.openApi().getAsJsonObject();
    }

    @Test
    void it_names_every_route_and_no_other() {
        var told = new ArrayList<String>();
        document.getAsJsonObject("paths")
                .asMap()
                .forEach(
                        (path, verbs) ->
                                verbs.getAsJsonObject().keySet().stream()
                                        .filter(
                                                Set.of("get", "head", "put", "post", "delete")
                                                        ::contains)
                                        .forEach(
                                                verb ->
                                                        told.add(
                                                                verb.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path)));

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        routes().stream()
                                .map(route -> route.method() + " " + route.template())
                                .toList());
    }

    private static List<Route> routes() {
        var running = new Running();
        var parting = new Parting(new Echo(), running, () -> {});
        return LocalApi.routes(new Echo(), parting, running, Runnable::run);
    }

    @Test
    void its_schemas_are_those_of_the_words() {
        var schemas = document.getAsJsonObject("components").getAsJsonObject("schemas");

        assertThat(Schemas.all().asMap())
                .allSatisfy((name, schema) -> assertThat(schemas.get(name)).isEqualTo(schema));
    }

    @Test
    void whatever_it_points_to_is_there() {
        var schemas = document.getAsJsonObject("components").getAsJsonObject("schemas");
        var pointers = Pattern.compile("#/components/schemas/(\\w+)").matcher(document.toString());

        assertThat(pointers.results().map(found -> found.group(1)).distinct())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(schemas.keySet()).contains(name));
    }

    @Test
    void its_version_is_that_of_the_program() {
        assertThat(document.getAsJsonObject("info").get("version").getAsString())
                .startsWith(LocalApi.VERSION + ".");
    }
}

package dev.holdfast.testbed.bench;

import com.sun.net.httpserver.HttpServer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.CountDownLatch;

/// What a device stands on before it does anything of its own: event loops that listen, a database
/// with a table, a web server. It makes the file `DIRECTORY/ready` and waits to be ended.
final class Bare {

    private static final int EVENT_LOOPS = 2;

    private Bare() {}

    public static void main(String... words) throws Exception {
        var folder = Path.of(words[0]);
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var web = HttpServer.create(here, 0);
        web.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare"));
                var statement = database.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE names (id BLOB PRIMARY KEY, name TEXT)");
            statement.execute("INSERT INTO names VALUES (x'00', 'nothing')");
            var loops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
            new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInboundHandlerAdapter())
                    .bind(here)
                    .sync();
            web.start();
            Files.createFile(folder.resolve("ready"));
            new CountDownLatch(1).await();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.ephemera.examples.frameworks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** A server that returns what it gets. */
final class Netty {
  private Netty() {}

  @Sharable
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise reports failures to the pipeline
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.writeAndFlush(message, context.voidPromise());
    }
  }

  static AutoCloseable overNio(Path path) throws InterruptedException {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ServerBootstrap bootstrap = new ServerBootstrap().channel(NioServerDomainSocketChannel.class);
    Channel channel =
        bootstrap
            .group(group)
            .childHandler(new Echo())
            .bind(UnixDomainSocketAddress.of(path))
            .sync()
            .channel();
    return () -> close(channel, group);
  }

  static AutoCloseable overEpoll(Path path) throws InterruptedException {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ServerBootstrap bootstrap = new ServerBootstrap().channel(EpollServerDomainSocketChannel.class);
    Channel channel =
        bootstrap
            .group(group)
            .childHandler(new Echo())
            .bind(new DomainSocketAddress(path.toFile()))
            .sync()
            .channel();
    return () -> close(channel, group);
  }

  /** On a socket that listens already: the channel is active, and registered instead of bound. */
  static AutoCloseable overEpoll(int descriptor) throws InterruptedException {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .channelFactory(() -> new EpollServerDomainSocketChannel(descriptor, true));
    Channel channel = bootstrap.group(group).childHandler(new Echo()).register().sync().channel();
    return () -> close(channel, group);
  }

  private static void close(Channel channel, EventLoopGroup group) throws InterruptedException {
    channel.close().sync();
    group.shutdownGracefully().sync();
  }
}

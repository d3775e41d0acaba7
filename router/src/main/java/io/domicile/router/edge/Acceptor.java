// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;

/// Puts [StrictHttp1] into each connection that a server accepts, before anything was read of it.
@ChannelHandler.Sharable
final class Acceptor extends ChannelInboundHandlerAdapter {

    /// Marks connections that are watched.
    static final AttributeKey<Boolean> WATCHED = AttributeKey.valueOf("domicile.edge.watched");

    private final StrictHttp1.Limits limits;

    Acceptor(StrictHttp1.Limits limits) {
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) throws Exception {
        if (accepted instanceof Channel connection) {
            connection.pipeline().addLast(new Placing());
            connection.attr(WATCHED).set(true);
        }
        super.channelRead(ctx, accepted);
    }

    /// Waits until the server has made the pipeline, then stands behind its TLS.
    private final class Placing extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext ctx) throws Exception {
            var pipeline = ctx.pipeline();
            var tls = pipeline.context("ssl");
            var behind = tls == null ? ctx.name() : tls.name();
            pipeline.addAfter(behind, "strictHttp1", new StrictHttp1(limits));
            super.channelActive(ctx);
            pipeline.remove(this);
        }
    }
}

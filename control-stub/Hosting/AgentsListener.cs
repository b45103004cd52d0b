using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Hosting;

/// <summary>The listener that agents dial. It has one door, and a sign that it is open.</summary>
internal static class AgentsListener
{
    public static WebApplication Build(
        ServeOptions options, ServerCertificate certificate, AgentEndpoints endpoints, ILoggerFactory logging) =>
        Listener.Build(
            options.Agents,
            certificate,
            HttpProtocols.Http1,
            options.Gateway.MaxSessions + options.Gateway.MaxHandshakes,
            logging,
            app =>
            {
                // Heartbeats are frames of the protocol, and one clock keeps them for all sessions.
                app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
                app.UseRouting();
                endpoints.Map(app);
            });
}

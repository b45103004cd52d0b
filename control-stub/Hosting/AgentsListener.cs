using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pdp.ControlStub.Enrolment;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Gateway.Admission;
using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Hosting;

/// <summary>The listener that agents dial. It has one door, a line before it, a desk for those without a key, and a sign that it is open.</summary>
internal static class AgentsListener
{
    public static WebApplication Build(
        ServeOptions options, ServerCertificate certificate, AdmissionQueue line, AgentEndpoints endpoints, EnrolmentEndpoints enrolment,
        TimeProvider time, ILoggerFactory logging) =>
        Listener.Build(
            options.Agents,
            certificate,
            asksForCertificate: true,
            HttpProtocols.Http1,
            options.Gateway.MaxSessions + options.Gateway.MaxHandshakes + options.Gateway.MaxWaiting,
            listen => listen.Use(next => new AdmissionMiddleware(next, line, time).OnConnectionAsync),
            logging,
            app =>
            {
                // Heartbeats are frames of the protocol, and one clock keeps them for all sessions.
                app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
                app.UseRouting();
                endpoints.Map(app);
                enrolment.Map(app);
            });
}

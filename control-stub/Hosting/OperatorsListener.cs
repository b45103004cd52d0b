using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pdp.ControlStub.Api;
using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Hosting;

/// <summary>The listener that operators ask.</summary>
internal static class OperatorsListener
{
    private const int MostConnections = 2000;

    public static WebApplication Build(
        ServeOptions options, ServerCertificate? certificate, Tokens tokens, Action<IEndpointRouteBuilder> map, ILoggerFactory logging) =>
        Listener.Build(
            options.Operators,
            certificate,
            options.Operators.Https ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1,
            MostConnections,
            admit: null,
            logging,
            app =>
            {
                app.UseMiddleware<AdminAuthentication>(tokens);
                app.UseRouting();
                map(app);
            });
}

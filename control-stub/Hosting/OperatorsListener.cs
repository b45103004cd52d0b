using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pdp.ControlStub.Api;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Hosting;

/// <summary>The listener that operators ask.</summary>
internal static class OperatorsListener
{
    private const int MostConnections = 2000;

    public static WebApplication Build(
        ServeOptions options, ServerCertificate? certificate, AccessTokens tokens, IIntentStore intents, Action<IEndpointRouteBuilder> map, ILoggerFactory logging) =>
        Listener.Build(
            options.Operators,
            certificate,
            asksForCertificate: false,
            options.Operators.Https ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1,
            MostConnections,
            admit: null,
            logging,
            app =>
            {
                app.UseMiddleware<OperatorAuthentication>(tokens, options.Limits);
                app.UseRouting();
                app.UseMiddleware<OperatorAuthorization>(intents);
                map(app);
            });
}

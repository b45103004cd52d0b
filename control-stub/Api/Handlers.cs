using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Api;

/// <summary>Maps handlers that answer with a result and read the request themselves, so that nothing else can answer for them.</summary>
internal static class Handlers
{
    private static readonly Caller _nobody = new(Actors.Unknown, new Access([]));

    /// <summary>Maps a handler of the operators' listener, with what it needs.</summary>
    public static void On(this IEndpointRouteBuilder routes, string method, string pattern, RouteNeeds needs, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapMethods(pattern, [method], async context =>
        {
            var result = await handler(context);
            await result.ExecuteAsync(context);
        }).WithMetadata(needs);

    /// <summary>A part of the path.</summary>
    public static string Route(this HttpContext context, string name) => (string?)context.Request.RouteValues[name] ?? "";

    /// <summary>Who asks; somebody without any right where nobody was let in.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? _nobody;
}

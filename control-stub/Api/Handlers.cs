namespace Pdp.ControlStub.Api;

/// <summary>Maps handlers that answer with a result and read the request themselves, so that nothing else can answer for them.</summary>
internal static class Handlers
{
    public static void On(this IEndpointRouteBuilder routes, string method, string pattern, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapMethods(pattern, [method], async context =>
        {
            var result = await handler(context);
            await result.ExecuteAsync(context);
        });

    /// <summary>A part of the path.</summary>
    public static string Route(this HttpContext context, string name) => (string?)context.Request.RouteValues[name] ?? "";
}

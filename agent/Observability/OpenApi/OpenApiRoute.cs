using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Pdp.Observability.OpenApi;

/// <summary>Serves the document. It needs no token: it says what there is to ask and nothing of what would be answered.</summary>
internal static class OpenApiRoute
{
    /// <summary>Where it is.</summary>
    public const string Path = "/openapi.json";

    /// <summary>Maps it; what it describes is looked up when it is asked for first.</summary>
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes)
    {
        var document = new Lazy<byte[]>(() => Write(routes));
        routes.MapGet(Path, async context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.Body.WriteAsync(document.Value, context.RequestAborted);
        });
    }

    private static byte[] Write(IEndpointRouteBuilder routes) =>
        System.Text.Encoding.UTF8.GetBytes(OpenApiDocument.Build(
            routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()).ToJsonString());
}

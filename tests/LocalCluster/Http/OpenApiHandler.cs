using System.Runtime.CompilerServices;
using Pdp.LocalCluster.OpenApi;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Http;

/// <summary>Serves <c>/openapi/v2</c> and <c>/openapi/v3</c>.</summary>
internal sealed class OpenApiHandler(ResourceRegistry registry)
{
    // As the API server writes it: the form clients ask for, with an @, is no media type to many parsers.
    private const string Binary = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private const string Version3 = "/openapi/v3/";

    private readonly ConditionalWeakTable<ResourceSet, OpenApiDocuments> _documents = [];
    private readonly string _instance = Guid.NewGuid().ToString("N");

    public async Task HandleAsync(HttpContext http, string path)
    {
        var served = registry.Current;
        var documents = _documents.GetValue(served, s => new OpenApiDocuments(s));
        if (path == "/openapi/v2")
            await Version2Async(http, documents);
        else if (path == "/openapi/v3")
            // Clients keep documents by this stamp; another set of resources has another one.
            await ApiResponse.WriteAsync(
                http, 200, documents.Index($"{_instance}{served.All.Count}x{RuntimeHelpers.GetHashCode(served):x}"));
        else if (path.StartsWith(Version3, StringComparison.Ordinal) && documents.Version3(path[Version3.Length..]) is { } document)
            await ApiResponse.WriteAsync(http, 200, document);
        else
            await ApiResponse.PageNotFoundAsync(http);
    }

    private static async Task Version2Async(HttpContext http, OpenApiDocuments documents)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("proto-openapi.spec.v2", StringComparison.Ordinal))
        {
            await ApiResponse.WriteAsync(http, 200, documents.Version2Json);
            return;
        }
        http.Response.ContentType = Binary;
        http.Response.ContentLength = documents.Version2Proto.Length;
        await http.Response.Body.WriteAsync(documents.Version2Proto, http.RequestAborted);
    }
}

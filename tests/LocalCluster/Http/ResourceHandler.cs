using Pdp.LocalCluster.Api;

namespace Pdp.LocalCluster.Http;

/// <summary>Hands a request for a resource to who does the verb.</summary>
internal sealed class ResourceHandler(
    ReadHandler reader,
    MeasuredHandler measured,
    WatchHandler watches,
    WriteHandler writes,
    PatchHandler patches,
    DeleteHandler deletes,
    ReviewHandler reviews,
    SubresourceHandler subresources)
{
    /// <summary>The verb of a method on an object, on a collection, or below an object.</summary>
    public static string? Verb(string method, RequestTarget target, bool isWatch) => (method, target.Name is not null) switch
    {
        ("GET" or "HEAD", true) => "get",
        ("GET" or "HEAD", false) => isWatch ? "watch" : "list",
        ("POST", _) => "create",
        ("PUT", true) => "update",
        ("PATCH", true) => "patch",
        ("DELETE", true) => "delete",
        ("DELETE", false) => "deletecollection",
        _ => null,
    };

    public Task HandleAsync(ApiRequest request, string verb)
    {
        if (request.Target.Subresource.Length > 0)
            return subresources.HandleAsync(request, verb);
        if (!request.Resource.Can(verb))
            throw ApiErrors.MethodNotAllowed();
        switch (verb)
        {
            case "get":
                return request.Resource.IsMeasured ? measured.GetAsync(request) : reader.GetAsync(request);
            case "list" or "watch":
                var options = ListOptions.Parse(request);
                if (request.Resource.IsMeasured)
                    return measured.ListAsync(request, options);
                return verb == "watch" ? watches.WatchAsync(request, options) : reader.ListAsync(request, options);
            case "create" when request.Target.Name is null:
                return ReviewHandler.IsReview(request) ? reviews.AnswerAsync(request) : writes.CreateAsync(request);
            case "update":
                return writes.UpdateAsync(request);
            case "patch":
                return patches.PatchAsync(request);
            case "delete":
                return deletes.DeleteAsync(request);
            case "deletecollection":
                return deletes.DeleteManyAsync(request);
            default:
                throw ApiErrors.MethodNotAllowed();
        }
    }
}

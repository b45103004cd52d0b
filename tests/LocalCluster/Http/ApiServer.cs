using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Audit;
using Pdp.LocalCluster.Proxying;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Security;

namespace Pdp.LocalCluster.Http;

/// <summary>The front door: every request comes in here, and whatever goes wrong leaves as a Status.</summary>
internal sealed partial class ApiServer(
    ResourceRegistry registry,
    TokenAuthenticator authenticator,
    RbacAuthorizer authorizer,
    DiscoveryHandler discovery,
    OpenApiHandler openApi,
    ResourceHandler resources,
    ProxyHandler proxy,
    LocalClusterOptions options,
    ILogger<ApiServer> logger,
    AuditLog? audit = null)
{
    private readonly ILogger _logger = logger;

    public async Task HandleAsync(HttpContext http)
    {
        var received = options.Time.GetUtcNow();
        await AnswerAsync(http);
        audit?.Write(http, http.Items.TryGetValue(typeof(ClusterUser), out var user) ? ((ClusterUser?)user)?.Name : null, received);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http);
        }
        catch (ApiException e) when (!http.Response.HasStarted)
        {
            await ApiResponse.WriteAsync(http, e.Status);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await ApiResponse.WriteAsync(
                http, new ApiStatus(e.StatusCode, e.StatusCode == 413 ? "RequestEntityTooLarge" : "BadRequest", e.Message));
        }
        catch (IOException) when (!http.Response.HasStarted)
        {
            // It has gone while its request was being read.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            LogFailed(e, http.Request.Method, http.Request.Path);
            await ApiResponse.WriteAsync(http, new ApiStatus(500, "InternalError", "Internal error occurred: the server's log says why"));
        }
    }

    private async Task RouteAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (path is "/healthz" or "/readyz" or "/livez")
        {
            await http.Response.WriteAsync("ok", http.RequestAborted);
            return;
        }
        var user = authenticator.Authenticate(http.Request);
        http.Items[typeof(ClusterUser)] = user;
        if (path.StartsWith("/openapi/", StringComparison.Ordinal))
        {
            await openApi.HandleAsync(http, path);
        }
        else if (HttpMethods.IsGet(http.Request.Method) && discovery.Find(path, http.Request.Host.Value ?? "") is { } document)
        {
            await ApiResponse.WriteAsync(http, 200, document);
        }
        else if (ProxyTarget.Parse(path) is { } proxied)
        {
            await proxy.ForwardAsync(http, proxied, user);
        }
        else if (RequestTarget.Parse(path) is { } target && IsServed(target))
        {
            await ResourceAsync(http, target, user);
        }
        else
        {
            await ApiResponse.PageNotFoundAsync(http);
        }
    }

    private bool IsServed(RequestTarget target) => registry.Current.All.Any(r => r.Group == target.Group && r.Version == target.Version);

    private async Task ResourceAsync(HttpContext http, RequestTarget target, ClusterUser user)
    {
        var resource = registry.Current.Find(target.Group, target.Version, target.Plural) ?? throw ApiErrors.NoSuchResource();
        target = Placed(resource, target);
        if (target.Subresource.Length > 0 && DiscoveryHandler.Subresources(resource).All(s => s.Name != target.Subresource))
            throw ApiErrors.NoSuchResource();
        var request = new ApiRequest(http, target, resource, user);
        if (resource.Custom?.Deprecation is { } deprecation)
            request.Warnings.Add(deprecation);
        var verb = ResourceHandler.Verb(http.Request.Method, target, request.Flag("watch")) ?? throw ApiErrors.MethodNotAllowed();
        if (options.EnforceRbac)
            Authorize(user, request, verb);
        await resources.HandleAsync(request, verb);
    }

    /// <summary>An object in a namespace is asked for in it, one outside of all is not.</summary>
    private static RequestTarget Placed(ResourceDefinition resource, RequestTarget target)
    {
        if (resource.Namespaced && target is { Namespace: null, Name: not null })
            throw ApiErrors.NoSuchResource();
        if (!resource.Namespaced && target.Namespace is not null)
            throw ApiErrors.NoSuchResource();
        return resource.Namespaced ? target : target with { Namespace = "" };
    }

    private void Authorize(ClusterUser user, ApiRequest request, string verb)
    {
        var target = request.Target;
        var wanted = new AccessAttributes(verb, target.Group, target.Plural)
        {
            Subresource = target.Subresource,
            Namespace = target.Namespace ?? "",
            Name = target.Name ?? "",
        };
        if (ReviewHandler.IsReview(request) && request.Resource.Kind.StartsWith("Self", StringComparison.Ordinal))
            return;
        if (authorizer.Allows(user, wanted))
            return;
        var what = target.Subresource.Length > 0 ? $"{target.Plural}/{target.Subresource}" : target.Plural;
        var where = wanted.Namespace.Length > 0 ? $"in the namespace \"{wanted.Namespace}\"" : "at the cluster scope";
        throw ApiErrors.Forbidden(
            request.Resource,
            target.Name ?? "",
            $"User \"{user.Name}\" cannot {verb} resource \"{what}\" in API group \"{target.Group}\" {where}");
    }
}

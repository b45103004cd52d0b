using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Security;

namespace Pdp.LocalCluster.Proxying;

/// <summary>Carries a request to a Service and its answer back, as a real API server does. Upgrades (WebSocket) are not carried.</summary>
internal sealed class ProxyHandler(IClusterApi api, RbacAuthorizer authorizer, LocalClusterOptions options, IServiceAddresses? addresses = null) : IDisposable
{
    // Hop by hop, or a matter between the caller and this server.
    private static readonly HashSet<string> NotCarried = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Authorization", "Connection", "Keep-Alive", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length",
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        // Each request finds its endpoint anew, as a real API server's does: a kept connection would go on to a pod that is leaving.
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    /// <summary>Forwards one request.</summary>
    /// <exception cref="ApiException">Not allowed, no such Service or port, or nothing listens behind it.</exception>
    public async Task ForwardAsync(HttpContext http, ProxyTarget target, ClusterUser user)
    {
        Authorize(http.Request.Method, target, user);
        using var request = Request(http, AddressOf(target), target.Rest);
        try
        {
            using var answer = await _client.SendAsync(request, http.RequestAborted);
            await AnswerAsync(http.Response, answer, http.RequestAborted);
        }
        catch (HttpRequestException gone) when (!http.Response.HasStarted)
        {
            throw Unavailable($"error trying to reach service: {gone.Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    private void Authorize(string method, ProxyTarget target, ClusterUser user)
    {
        var verb = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? "get"
            : HttpMethods.IsPut(method) ? "update"
            : HttpMethods.IsPatch(method) ? "patch"
            : HttpMethods.IsDelete(method) ? "delete"
            : "create";
        var wanted = new AccessAttributes(verb, "", "services") { Subresource = "proxy", Namespace = target.Namespace, Name = target.Service };
        if (options.EnforceRbac && !authorizer.Allows(user, wanted))
            throw new ApiException(new ApiStatus(403, "Forbidden", $"User \"{user.Name}\" cannot {verb} resource \"services/proxy\" in the namespace \"{target.Namespace}\""));
    }

    private string AddressOf(ProxyTarget target)
    {
        var service = api.Get("services", target.Namespace, target.Service)
            ?? throw new ApiException(new ApiStatus(404, "NotFound", $"services \"{target.Service}\" not found") { Kind = "services", Name = target.Service });
        return addresses?.Find(target.Namespace, target.Service, PortOf(service, target.Port))
            ?? throw Unavailable($"no endpoints available for service \"{target.Service}\"");
    }

    private static int PortOf(JsonObject service, string wanted)
    {
        var ports = service.Items("spec", "ports").ToList();
        var port = wanted.Length == 0 && ports.Count == 1
            ? ports[0]
            : ports.FirstOrDefault(port => port.Text("name") == wanted || port.Int("port")?.ToString(CultureInfo.InvariantCulture) == wanted);
        return port.Int("port") ?? throw Unavailable($"no service port \"{wanted}\" found");
    }

    private static HttpRequestMessage Request(HttpContext http, string address, string path)
    {
        var incoming = http.Request;
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), new Uri($"http://{address}{path}{incoming.QueryString}"));
        if (incoming.ContentLength > 0 || incoming.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(incoming.Body);
        foreach (var (name, values) in incoming.Headers.Where(header => !NotCarried.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return request;
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, CancellationToken ct)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !NotCarried.Contains(header.Key)))
            response.Headers.Append(name, values.ToArray());
        await answer.Content.CopyToAsync(response.Body, ct);
    }

    private static ApiException Unavailable(string message) => new(new ApiStatus(503, "ServiceUnavailable", message));
}

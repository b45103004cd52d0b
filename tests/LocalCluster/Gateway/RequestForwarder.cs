using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Gateway;

/// <summary>Carries requests through a listener to the Service their route names, and the answers back.</summary>
internal sealed class RequestForwarder(IServiceAddresses addresses, TimeProvider time) : IDisposable
{
    private static readonly HashSet<string> NotCarried = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length",
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        // Each request finds its endpoint anew: a kept connection would go on to a pod that is leaving.
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    /// <summary>Carries one request; answers by itself where it has nowhere to go: 404 without a route, 500 without a backend, 503, 504.</summary>
    public async Task ForwardAsync(HttpContext http, RouteTable table)
    {
        var rule = table.Find(http.Request.Host.Host, http.Request.Path.Value ?? "/", http.Request.Headers);
        if (rule is null)
        {
            http.Response.StatusCode = 404;
            return;
        }
        var backend = table.Backend(rule);
        var address = backend is null ? null : addresses.Find(backend.Text("namespace") ?? rule.Namespace, backend.Text("name") ?? "", backend.Int("port") ?? 0);
        if (address is null)
        {
            http.Response.StatusCode = backend is null ? 500 : 503;
            return;
        }
        await ForwardAsync(http, rule, address);
    }

    public void Dispose() => _client.Dispose();

    private async Task ForwardAsync(HttpContext http, RouteRule rule, string address)
    {
        using var limit = Limit(rule.Rule.Text("timeouts", "request"));
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
        try
        {
            using var request = Request(http, rule, address);
            using var answer = await _client.SendAsync(request, both.Token);
            http.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !NotCarried.Contains(header.Key)))
                http.Response.Headers.Append(name, values.ToArray());
            await answer.Content.CopyToAsync(http.Response.Body, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !http.Response.HasStarted)
        {
            http.Response.StatusCode = 504;
        }
        catch (HttpRequestException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = 503;
        }
    }

    private static HttpRequestMessage Request(HttpContext http, RouteRule rule, string address)
    {
        var incoming = http.Request;
        var path = UriHelper.Encode(new Uri($"http://{address}{rule.Rewrite(incoming.Path.Value ?? "/")}"));
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), path + incoming.QueryString);
        if (incoming.ContentLength > 0 || incoming.Headers.TransferEncoding.Count > 0) request.Content = new StreamContent(incoming.Body);
        foreach (var (name, values) in incoming.Headers.Where(header => !NotCarried.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable())) request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }
        return request;
    }

    // Durations of the Gateway API in the forms tests use: 30s, 500ms.
    private CancellationTokenSource Limit(string? text) => text switch
    {
        null => new CancellationTokenSource(),
        [.. var number, 'm', 's'] => new CancellationTokenSource(TimeSpan.FromMilliseconds(Number(number)), time),
        [.. var number, 's'] => new CancellationTokenSource(TimeSpan.FromSeconds(Number(number)), time),
        _ => new CancellationTokenSource(),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

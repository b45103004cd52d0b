using System.Net.Sockets;
using Pdp.Standin.Http;
using Pdp.Standin.Naming;

namespace Pdp.Standin.Roles;

/// <summary>The web page of the shop, and a way through to the backend under <c>/api</c>.</summary>
internal sealed class FrontendRole(string release, Uri? backend, ServiceNames names)
{
    public static async Task<int> RunAsync(StandinOptions options, TimeProvider time, CancellationToken stopping)
    {
        var address = options.Text("backend-url") ?? options.Text("next-public-api-url");
        var role = new FrontendRole(options.Release, Uri.TryCreate(address, UriKind.Absolute, out var url) ? url : null, ServiceNames.From(options));
        var listener = HttpServer.Listen(options.Host, options.Port(3000));
        Console.WriteLine($"frontend {options.Release}: listening on {listener.LocalEndPoint}");
        await new HttpServer(new RequestMetrics(time).Count(role.AnswerAsync), options.Seconds("drain-seconds", 0.3), time).ServeAsync(listener, stopping);
        return 0;
    }

    private ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken) => request.Path switch
    {
        "/" => ValueTask.FromResult(HttpResponse.Html(
            $"<!doctype html><html lang=\"en\"><title>Inventory</title><h1>Inventory</h1><p id=\"release\">{release}</p></html>")),
        "/health" or "/healthz" => ValueTask.FromResult(Health()),
        var path when path.StartsWith("/api", StringComparison.Ordinal) => PassOnAsync(request, cancellationToken),
        _ => ValueTask.FromResult(HttpResponse.Error(404, "no such page")),
    };

    private HttpResponse Health() => HttpResponse.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("release", release);
        writer.WriteString("status", "ok");
        writer.WriteEndObject();
    });

    private async ValueTask<HttpResponse> PassOnAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (backend is null) return HttpResponse.Error(502, "no backend is configured");
        var (host, port) = names.Resolve(backend.Host, backend.Port);
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10) };
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), $"http://{host}:{port}{request.Path}{(request.Query.Length > 0 ? "?" + request.Query : "")}");
        if (request.Body.Length > 0) message.Content = new ReadOnlyMemoryContent(request.Body);
        try
        {
            using var answer = await client.SendAsync(message, cancellationToken);
            var type = answer.Content.Headers.ContentType?.ToString() ?? "application/octet-stream";
            return new HttpResponse((int)answer.StatusCode, type, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or SocketException)
        {
            return HttpResponse.Error(502, "the backend does not answer");
        }
    }
}

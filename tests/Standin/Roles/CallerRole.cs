using System.Net.Sockets;
using System.Text.Json;
using Pdp.Standin.Http;
using Pdp.Standin.Naming;

namespace Pdp.Standin.Roles;

/// <summary>
/// One service of many: it calls every address it is told of by a variable that ends in <c>_ADDR</c>, and answers which services were
/// reached that way, itself and those behind them included.
/// </summary>
internal sealed class CallerRole(string service, string? lacking, IReadOnlyList<KeyValuePair<string, string>> addresses, ServiceNames names)
    : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Limit }) { Timeout = Limit };

    public static async Task<int> RunAsync(StandinOptions options, TimeProvider time, CancellationToken stopping)
    {
        var service = options.Text("service") ?? throw new FormatException("--service must say which service this is.");
        var lacking = options.Text("requires") is { } required && options.Text(required) is null ? required : null;
        using var role = new CallerRole(service, lacking, options.EndingWith("-addr"), ServiceNames.From(options));
        var listener = HttpServer.Listen(options.Host, options.Port(8080));
        Console.WriteLine($"{service}: listening on {listener.LocalEndPoint}");
        await new HttpServer(new RequestMetrics(time).Count(role.AnswerAsync), options.Seconds("drain-seconds", 0.3), time).ServeAsync(listener, stopping);
        return 0;
    }

    public void Dispose() => _client.Dispose();

    private ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken) => request.Path switch
    {
        _ when lacking is not null => ValueTask.FromResult(HttpResponse.Error(503, $"{service} was not given {lacking}")),
        "/_healthz" => ValueTask.FromResult(Reached([service])),
        "/" => CallAsync(cancellationToken),
        _ => ValueTask.FromResult(HttpResponse.Error(404, "no such page")),
    };

    private async ValueTask<HttpResponse> CallAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answers = await Task.WhenAll(addresses.Select(address => ReachedAsync(address.Value, cancellationToken)));
            return Reached(answers.SelectMany(answer => answer).Append(service));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or SocketException or JsonException or FormatException)
        {
            return HttpResponse.Error(502, $"{service} does not reach all it calls: {error.Message}");
        }
    }

    private async Task<IReadOnlyList<string>> ReachedAsync(string address, CancellationToken cancellationToken)
    {
        // A URL, or host and port alone.
        if (!Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : $"tcp://{address}", UriKind.Absolute, out var uri) || uri.Port < 0)
            throw new FormatException($"{address} is no URL with a port, and no host and port.");
        var (host, port) = names.Resolve(uri.Host, uri.Port);
        using var answer = await _client.GetAsync(new Uri($"http://{host}:{port}/"), cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException(text);
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.GetProperty("reached").EnumerateArray().Select(name => name.GetString()!)];
    }

    private HttpResponse Reached(IEnumerable<string> services) => HttpResponse.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("service", service);
        writer.WriteStartArray("reached");
        foreach (var name in services.Distinct().Order(StringComparer.Ordinal)) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}

using System.Net.Sockets;
using System.Text.Json;
using Pdp.Standin.Naming;

namespace Pdp.Standin.Roles;

/// <summary>A smoke test: asks the service at <c>PREVIEW_URL</c> who it is, some times, and ends well if it always is the release that is expected.</summary>
internal static class TesterRole
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(StandinOptions options, CancellationToken stopping)
    {
        var url = Uri.TryCreate(options.Text("preview-url"), UriKind.Absolute, out var told)
            ? told
            : throw new FormatException("PREVIEW_URL must say where what is tested is, such as http://shop--preview.shop.svc:80.");
        var expected = options.Text("expect") ?? throw new FormatException("--expect must say which release has to answer.");
        var requests = (int)options.Number("requests", 10, 1, 100_000);
        var (host, port) = ServiceNames.From(options).Resolve(url.Host, url.Port);
        var address = new UriBuilder(url) { Host = host, Port = port, Path = $"{url.AbsolutePath.TrimEnd('/')}/version" }.Uri;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Limit }) { Timeout = Limit };
        for (var request = 1; request <= requests; request++)
        {
            if (await AskAsync(client, address, stopping) is var answered && answered == expected) continue;
            await Console.Error.WriteLineAsync($"test: request {request} of {requests} was answered by {answered}, and had to be by {expected}");
            return 1;
        }

        Console.WriteLine($"test: {requests} requests were answered by {expected}");
        return 0;
    }

    private static async Task<string> AskAsync(HttpClient client, Uri address, CancellationToken stopping)
    {
        try
        {
            using var answer = await client.GetAsync(address, stopping);
            var text = await answer.Content.ReadAsStringAsync(stopping);
            if (!answer.IsSuccessStatusCode) return $"status {(int)answer.StatusCode}";
            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetProperty("release").GetString() ?? "nobody";
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or JsonException or KeyNotFoundException)
        {
            return $"nobody ({error.Message})";
        }
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>Plays a recorded case to a server and notes the steps that are answered otherwise.</summary>
internal sealed class CasePlayer(HttpClient client, CancellationToken ct)
{
    private static readonly TimeSpan _watchPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _controllerPatience = TimeSpan.FromSeconds(5);
    private readonly SavedValues _saved = new();
    private readonly Dictionary<string, WatchRecorder> _watches = [];

    public async Task<IReadOnlyList<StepResult>> PlayAsync(RecordedCase recorded)
    {
        var results = new List<StepResult>();
        for (var i = 0; i < recorded.Steps.Count; i++)
        {
            var difference = await StepAsync(recorded.Steps[i]);
            if (recorded.Steps[i].ContainsKey("method") || recorded.Steps[i].ContainsKey("readWatch") || difference is not null)
                results.Add(new StepResult(i, Describe(recorded.Steps[i]), difference));
        }
        foreach (var watch in _watches.Values) await watch.DisposeAsync();
        return results;
    }

    private static string Describe(JsonObject step) =>
        step["method"] is { } method
            ? $"{method} {step["path"]}"
            : step.ContainsKey("until")
            ? $"until {step["until"]!.ToJsonString()}"
            : $"watch {step["readWatch"]}";

    private async Task<string?> StepAsync(JsonObject step)
    {
        if (step["sleep"] is { } seconds) return await PauseAsync(seconds.GetValue<double>());
        if (step["until"] is JsonObject until) return await UntilAsync(until);
        if (step["openWatch"] is JsonObject open)
        {
            _watches[(string)open["as"]!] = await WatchRecorder.OpenAsync(client, _saved.Fill((string)open["path"]!), ct);
            return null;
        }
        return step.ContainsKey("readWatch") ? await ReadWatchAsync(step) : await RequestAsync(step);
    }

    /// <summary>The recording waited for controllers here; what it waited for is not in it, so the same time is given.</summary>
    private async Task<string?> PauseAsync(double seconds)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, ct);
        return null;
    }

    private async Task<string?> UntilAsync(JsonObject until)
    {
        var (path, field) = (_saved.Fill((string)until["path"]!), (string)until["field"]!);
        var clock = TimeProvider.System.GetTimestamp();
        JsonNode? got;
        do
        {
            var (status, body) = await SendAsync(HttpMethod.Get, path, null, null);
            got = field == "$status" ? JsonValue.Create(status) : FieldPath.Find(body, field);
            if (Same(got, until["equals"])) return null;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }
        while (TimeProvider.System.GetElapsedTime(clock).TotalSeconds < 2 * (until["within"]?.GetValue<double>() ?? 20));
        return $"ended at {got?.ToJsonString() ?? "null"}";
    }

    private async Task<string?> RequestAsync(JsonObject step)
    {
        var method = HttpMethod.Parse((string)step["method"]!);
        var clock = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (status, body) = await SendAsync(
                method, _saved.Fill((string)step["path"]!), _saved.Fill(step["body"]), (string?)step["type"]);
            var difference = AnswerComparison.Difference(step, status, body);
            // Controllers of a busy machine may need longer than those of the recording; what was written holds at once or never.
            if (difference is not null && method == HttpMethod.Get && TimeProvider.System.GetElapsedTime(clock) < _controllerPatience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
                continue;
            }
            if (step["save"] is JsonObject saves)
                foreach (var (name, path) in saves) _saved.Save(name, FieldPath.Find(body, (string)path!));
            return difference;
        }
    }

    private async Task<string?> ReadWatchAsync(JsonObject step)
    {
        var expected = Events([.. step["events"]!.AsArray()], "metadata.annotations");
        var watch = _watches[(string)step["readWatch"]!];
        string[] keep = ["metadata.name", .. step["keep"]?.AsArray().Select(k => (string)k!) ?? []];
        JsonArray Seen() => Events(
            [.. watch.Events.Select(e => (JsonNode?)new JsonObject(
            [
                KeyValuePair.Create("type", e["type"]?.DeepClone()),
                .. keep.Select(path => KeyValuePair.Create(path == "metadata.name" ? "name" : path, FieldPath.Find(e["object"], path))),
            ]))], "metadata.annotations");
        var clock = TimeProvider.System.GetTimestamp();
        while (Seen().Count < expected.Count && TimeProvider.System.GetElapsedTime(clock) < _watchPatience)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        return Generated.Same(expected, Seen()) ? null : $"want {expected.ToJsonString()} got {Seen().ToJsonString()}";
    }

    /// <summary>Bookmarks other than the one that ends the initial events are not part of the contract.</summary>
    private static JsonArray Events(IReadOnlyList<JsonNode?> events, string annotations) => new(
    [
        .. events.Where(
            e => (string?)e!["type"] != "BOOKMARK" || e[annotations]?["k8s.io/initial-events-end"] is not null).Select(e => e!.DeepClone()),
    ]);

    private static bool Same(JsonNode? a, JsonNode? b) => JsonNode.DeepEquals(a, b);

    private async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, JsonNode? body, string? type)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            var text = body is JsonValue value && value.TryGetValue<string>(out var raw) ? raw : body.ToJsonString();
            request.Content = new StringContent(text, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type ?? "application/json");
        }
        using var response = await client.SendAsync(request, ct);
        var answer = await response.Content.ReadAsStringAsync(ct);
        try
        {
            return ((int)response.StatusCode, answer.Length == 0 ? null : JsonNode.Parse(answer));
        }
        catch (JsonException)
        {
            return ((int)response.StatusCode, JsonValue.Create(answer));
        }
    }
}

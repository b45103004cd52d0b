using System.Text.Json;

namespace Pdp.Daemon.Tests.Observability.Forwarding;

/// <summary>Server-sent events of a tail, each as a line: its name, its id, and what it says.</summary>
internal sealed class EventLines(Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream);

    /// <summary>The next; null at the end of the stream.</summary>
    public async Task<string?> NextAsync()
    {
        var parts = new List<string>();
        while (await _reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0 && parts.Count > 0) return string.Join(' ', parts);
            if (line.StartsWith("event: ", StringComparison.Ordinal)) parts.Add(line[7..]);
            if (line.StartsWith("id: ", StringComparison.Ordinal)) parts.Add(line[4..]);
            if (line.StartsWith("data: ", StringComparison.Ordinal) && Told(line[6..]) is { } told) parts.Add(told);
        }
        return null;
    }

    public void Dispose() => _reader.Dispose();

    private static string? Told(string data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.TryGetProperty("message", out var message) || document.RootElement.TryGetProperty("reason", out message) ? message.GetString() : null;
    }
}

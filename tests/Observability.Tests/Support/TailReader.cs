using System.Text.Json;

namespace Pdp.Observability.Tests.Support;

/// <summary>Reads server-sent events.</summary>
internal sealed class TailReader(HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream);

    public HttpResponseMessage Response => response;

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<TailEvent?> NextAsync()
    {
        var (name, id, data) = ("", (long?)null, "");
        while (await _reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                if (name.Length > 0) return new TailEvent(name, id, JsonDocument.Parse(data).RootElement.Clone());
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
        }
        return null;
    }

    /// <summary>The next event, which must be a line; its message.</summary>
    public async Task<string?> LineAsync()
    {
        var next = await NextAsync();
        Assert.Equal("log", next?.Name);
        return next!.Data.GetProperty("message").GetString();
    }

    /// <summary>Reads on until a comment has come.</summary>
    public async Task CommentAsync()
    {
        while (await _reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(':')) return;
        }
        Assert.Fail("The stream ended without a comment.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        response.Dispose();
    }
}

internal sealed record TailEvent(string Name, long? Id, JsonElement Data);

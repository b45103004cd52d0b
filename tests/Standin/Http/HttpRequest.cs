namespace Pdp.Standin.Http;

/// <summary>One request as read from the wire.</summary>
internal sealed record HttpRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the client wants the connection kept.</summary>
    public bool KeepAlive => !Headers.TryGetValue("Connection", out var connection) || !connection.Contains("close", StringComparison.OrdinalIgnoreCase);

    /// <summary>A number from the query string, or null.</summary>
    public int? QueryNumber(string name)
    {
        foreach (var pair in Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.StartsWith(name + "=", StringComparison.Ordinal) && int.TryParse(pair.AsSpan(name.Length + 1), out var number)) return number;
        }

        return null;
    }
}

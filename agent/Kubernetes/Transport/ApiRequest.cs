using System.Text;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes.Transport;

/// <summary>One request, still without credentials and connection.</summary>
internal sealed record ApiRequest
{
    public const string Json = "application/json";

    /// <summary>HTTP method.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query below the server's base address, without a leading slash.</summary>
    public required string Path { get; init; }

    /// <summary>What is tried, for people: <c>apply Deployment/shop/web</c>.</summary>
    public required string About { get; init; }

    /// <summary>How long one attempt may take; for a stream, until its first byte may be read.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>When it may be sent once more.</summary>
    public required Repeat Repeat { get; init; }

    /// <summary>For a write of one that takes turns with others; null otherwise.</summary>
    public Fencing? Fencing { get; init; }

    /// <summary>What may come back.</summary>
    public string Accept { get; init; } = Json;

    /// <summary>The body; none when null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What the body is.</summary>
    public string ContentType { get; init; } = Json;

    /// <summary>Whether it is about a Secret, whose content an error must not show.</summary>
    public bool AboutSecret { get; init; }

    /// <summary>Whether 404 about an object is an answer (<see cref="ApiResponse.IsMissing"/>) and no failure: whoever looks expects it.</summary>
    public bool MayBeMissing { get; init; }

    /// <summary>Puts a path and the parameters that have a value together.</summary>
    public static string PathWithQuery(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is null) continue;
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return text.ToString();
    }
}

/// <summary>When a request that failed may be sent once more.</summary>
internal enum Repeat
{
    /// <summary>Never; the caller has a schedule of its own.</summary>
    Never,

    /// <summary>When it surely was not carried out: never sent, or refused as too many.</summary>
    WhenNotCarriedOut,

    /// <summary>After any failure that may pass: sending it twice is the same as once.</summary>
    Always,
}

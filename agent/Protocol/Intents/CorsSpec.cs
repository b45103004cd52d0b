namespace Pdp.Protocol.Intents;

/// <summary>Which web pages of other origins may call an endpoint through a gateway.</summary>
public sealed record CorsSpec
{
    /// <summary>Origins such as <c>https://shop.example.com</c>, <c>https://*.example.com</c>, or <c>*</c> for any; at least one.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>Methods besides the simple ones.</summary>
    public IReadOnlyList<string> Methods { get; init => field = value ?? []; } = [];

    /// <summary>Request headers besides the simple ones.</summary>
    public IReadOnlyList<string> Headers { get; init => field = value ?? []; } = [];

    /// <summary>Whether cookies and the like are sent along.</summary>
    public bool Credentials { get; init; }

    /// <summary>Seconds a browser may remember the answer, 1..86400; null: the gateway's own.</summary>
    public int? MaxAgeSeconds { get; init; }
}

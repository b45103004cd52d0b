using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>How many requests a gateway lets through.</summary>
/// <param name="Requests">How many, 1..1000000.</param>
/// <param name="Per">In which time.</param>
public sealed record RateLimitSpec(int Requests, RateUnit Per);

/// <summary>The time a rate is of.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RateUnit>))]
public enum RateUnit
{
    /// <summary>One second.</summary>
    Second,

    /// <summary>One minute.</summary>
    Minute,

    /// <summary>One hour.</summary>
    Hour,
}

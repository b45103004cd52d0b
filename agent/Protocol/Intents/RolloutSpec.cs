using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>How one release replaces another.</summary>
/// <param name="DeadlineSeconds">Seconds until it must be healthy. 5..86400. Default 600.</param>
/// <param name="AutoRollback">Go back to the last good revision when the deadline passes.</param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record RolloutSpec(int DeadlineSeconds = 600, bool AutoRollback = true)
{
    /// <summary>The strategy.</summary>
    public RolloutStrategy Strategy { get; init; }

    /// <summary>Pods above the wanted number, count or percentage; Kubernetes' default when absent.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? MaxSurge { get; init; }

    /// <summary>Pods that may be missing, count or percentage; 0 when absent, so that no request is lost.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? MaxUnavailable { get; init; }

}

/// <summary>How pods are replaced.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RolloutStrategy>))]
public enum RolloutStrategy
{
    /// <summary>A few at a time.</summary>
    Rolling,

    /// <summary>All old ones go before the first new one comes.</summary>
    Recreate,
}

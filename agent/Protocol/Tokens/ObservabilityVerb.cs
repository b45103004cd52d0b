using System.Text.Json.Serialization;

namespace Pdp.Protocol.Tokens;

/// <summary>What a token lets its bearer look at.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ObservabilityVerb>))]
public enum ObservabilityVerb
{
    /// <summary>Log lines, stored and live.</summary>
    Logs,

    /// <summary>Metrics, also by Prometheus' own interface.</summary>
    Metrics,

    /// <summary>Kubernetes' events and the agent's own.</summary>
    Events,

    /// <summary>Components, their rollouts down to pods, and the history of their tasks.</summary>
    Components,
}

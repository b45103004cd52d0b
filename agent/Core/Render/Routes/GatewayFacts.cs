namespace Pdp.Core.Render.Routes;

/// <summary>Which fields of HTTPRoute the cluster serves; by channel and age of its Gateway API some are not there.</summary>
public sealed record GatewayFacts
{
    /// <summary>The filter for CORS (in the standard channel since 1.5).</summary>
    public bool Cors { get; init; }

    /// <summary>Retries of a rule (in the standard channel since 1.7).</summary>
    public bool Retry { get; init; }

    /// <summary>Timeouts of a rule (in the standard channel since 1.2).</summary>
    public bool Timeouts { get; init; }
}

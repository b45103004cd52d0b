namespace Pdp.Protocol.Intents;

/// <summary>The spec of a <c>Removal</c>.</summary>
public sealed record RemovalSpec : IntentSpec
{
    /// <summary>Also delete persistent volume claims. They are kept unless this says so.</summary>
    public bool DeleteVolumes { get; init; }
}

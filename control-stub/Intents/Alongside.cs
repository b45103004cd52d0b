using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Intents;

/// <summary>What is kept in the same transaction as some intents.</summary>
/// <param name="Sources">Documents they came from.</param>
internal sealed record Alongside(IReadOnlyList<SourceRecord> Sources)
{
    /// <summary>Nothing.</summary>
    public static Alongside Nothing { get; } = new([]);

    /// <summary>Nothing, for an intent whose content stays the same.</summary>
    public static Alongside Same { get; } = new([]) { IsPromotion = true };

    /// <summary>Deployments that the intents are.</summary>
    public IReadOnlyList<DeploymentWrite> Deployments { get; init; } = [];

    /// <summary>Pipelines that come with them.</summary>
    public IReadOnlyList<PipelineRecord> Pipelines { get; init; } = [];

    /// <summary>What happened, besides that the intents changed; told only if one did, or a pipeline comes with them.</summary>
    public IReadOnlyList<NewEvent> Events { get; init; } = [];

    /// <summary>Whether what the environment's pipeline asks for was looked at, or need not be.</summary>
    public bool IsPromotion { get; init; }
}

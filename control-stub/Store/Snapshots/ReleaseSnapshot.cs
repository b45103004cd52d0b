namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>A release.</summary>
internal sealed record ReleaseSnapshot(ReleaseRecord Release) : SnapshotRecord
{
    public const string Type = "release";
}

/// <summary>A component in an environment.</summary>
internal sealed record BindingSnapshot(BindingRecord Binding) : SnapshotRecord
{
    public const string Type = "binding";
}

/// <summary>What was deployed somewhere.</summary>
internal sealed record DeploymentSnapshot(DeploymentRecord Deployment) : SnapshotRecord
{
    public const string Type = "deployment";
}

/// <summary>A pipeline.</summary>
internal sealed record PipelineSnapshot(PipelineRecord Pipeline) : SnapshotRecord
{
    public const string Type = "pipeline";
}

/// <summary>A promotion that was asked for.</summary>
internal sealed record PromotionSnapshot(PromotionRecord Promotion) : SnapshotRecord
{
    public const string Type = "promotion";
}

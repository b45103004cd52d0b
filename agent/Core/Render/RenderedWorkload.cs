using Pdp.Core.Objects;

namespace Pdp.Core.Render;

/// <summary>What has to be known of a component whose pods are a Deployment's to have two revisions of it side by side.</summary>
public sealed record RenderedWorkload
{
    /// <summary>Stands for what makes its pods; the value of their label <see cref="ManagedMetadata.RevisionLabel"/>.</summary>
    public required string Revision { get; init; }

    /// <summary>The component.</summary>
    public required string Component { get; init; }

    /// <summary>The Deployment.</summary>
    public required ObjectKey Deployment { get; init; }

    /// <summary>The Service all its endpoints share; null without endpoints.</summary>
    public ObjectKey? Service { get; init; }

    /// <summary>Whether the Deployment is named by the revision, and the Service leads to that one alone.</summary>
    public bool IsBesideOthers { get; init; }

    /// <summary>Pods wanted, with an autoscaler the least; 1 or more.</summary>
    public required int Pods { get; init; }

    /// <summary>The most pods an autoscaler may make of them; null without one.</summary>
    public int? MostPods { get; init; }
}

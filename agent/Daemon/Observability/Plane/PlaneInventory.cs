using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Daemon.Documents;
using Pdp.Observability.Components;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Observability.Plane;

/// <summary>What the journal holds, as far as it is to be believed.</summary>
internal sealed class PlaneInventory(HeldDocuments documents, IIntentStore journal) : IPlaneInventory
{
    private static readonly IntentStatus _nothing = new();

    /// <inheritdoc/>
    public IReadOnlyList<DeployedIntent> All =>
    [
        .. documents.All().Select(Deployed)
            .OrderBy(one => (one.Organization, one.Project, one.Environment)).ThenBy(one => one.Id, StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public IntentStatus StatusOf(string id) => journal.Find(id)?.Status ?? _nothing;

    /// <inheritdoc/>
    public string NamespaceOf(string organization, string project, string environment) => IntentRenderer.NamespaceOf(new IntentMetadata
    {
        Id = "any",
        Plane = "any",
        Generation = 1,
        Organization = organization,
        Project = project,
        Environment = environment,
    });

    private static DeployedIntent Deployed(TypedIntent intent) => new()
    {
        Id = intent.Metadata.Id,
        Organization = intent.Metadata.Organization,
        Project = intent.Metadata.Project,
        Environment = intent.Metadata.Environment,
        Component = intent.Metadata.Component,
        Track = intent.Metadata.Track,
        Namespace = IntentRenderer.NamespaceOf(intent.Metadata),
        Kind = intent.Document.Kind,
        Type = (intent.Spec as ComponentSpec)?.Type,
        TaskId = intent.TaskId,
        Generation = intent.Metadata.Generation,
        Release = intent.Release,
        IsLocal = LocalIntents.IsLocal(intent.Metadata.Id),
    };
}

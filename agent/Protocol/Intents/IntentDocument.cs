using System.Text.Json.Nodes;

namespace Pdp.Protocol.Intents;

/// <summary>A signed deployment intent: what should run, never how to get there.</summary>
/// <param name="ApiVersion">Always <see cref="CurrentApiVersion"/>.</param>
/// <param name="Kind">One of <see cref="IntentKinds"/>.</param>
/// <param name="Metadata">Who it belongs to.</param>
/// <param name="Spec">The kind's own part, read by <c>IntentReader</c> once the schema holds.</param>
public sealed record IntentDocument(string ApiVersion, string Kind, IntentMetadata Metadata, JsonObject Spec)
{
    /// <summary>The version of the documents described here.</summary>
    public const string CurrentApiVersion = "pdp.dev/v1";
}

/// <summary>The kinds of documents a control plane may sign.</summary>
public static class IntentKinds
{
    /// <summary>A workload with everything around it.</summary>
    public const string Component = "Component";

    /// <summary>Given objects, as they are.</summary>
    public const string Manifests = "Manifests";

    /// <summary>One run of a manual task.</summary>
    public const string TaskRun = "TaskRun";

    /// <summary>Takes an intent away; not an intent itself.</summary>
    public const string Removal = "Removal";
}

/// <summary>Who an intent belongs to.</summary>
public sealed record IntentMetadata
{
    /// <summary>Unique per plane; a DNS label of at most 63 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The plane the document was signed for.</summary>
    public required string Plane { get; init; }

    /// <summary>Rises with every change; 1 or more.</summary>
    public required long Generation { get; init; }

    /// <summary>The organization; a DNS label.</summary>
    public string Organization { get; init => field = value ?? "default"; } = "default";

    /// <summary>The project; a DNS label.</summary>
    public string Project { get; init => field = value ?? "default"; } = "default";

    /// <summary>The environment; a DNS label.</summary>
    public string Environment { get; init => field = value ?? "default"; } = "default";

    /// <summary>The component; a DNS label. Absent for documents that make none.</summary>
    public string? Component { get; init; }

    /// <summary>The API version track, such as <c>v1.2</c>.</summary>
    public string? Track { get; init; }

    /// <summary>Labels copied to every object made.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? Map<string>.Empty; } = Map<string>.Empty;

    /// <summary>Owner, contact, links; copied to the workload.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? Map<string>.Empty; } = Map<string>.Empty;
}

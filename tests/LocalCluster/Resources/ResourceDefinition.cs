using System.Text.Json.Nodes;
using Pdp.LocalCluster.Kinds;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Resources;

/// <summary>A resource the API serves: how it is called, what its objects look like, and what becomes of them on the way in.</summary>
internal sealed record ResourceDefinition(string Group, string Version, string Kind, string Plural)
{
    private static readonly IReadOnlyList<string> AllVerbs = [
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public string Singular { get; init; } = Kind.ToLowerInvariant();

    public string ListKind { get; init; } = Kind + "List";

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public bool Namespaced { get; init; } = true;

    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    /// <summary>The structure of an object; for a custom resource made of its schema.</summary>
    public required SchemaType Type { get; init; }

    /// <summary>Set for custom resources: the version's part of their definition.</summary>
    public CustomVersion? Custom { get; init; }

    /// <summary>The status is written through its own subresource.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Where the scale subresource finds its numbers; null where there is none.</summary>
    public ScalePaths? Scale { get; init; }

    /// <summary>Subresources beside status and scale.</summary>
    public IReadOnlyList<Subresource> Extra { get; init; } = [];

    /// <summary><c>metadata.generation</c> counts changes of the specification.</summary>
    public bool CountsGenerations { get; init; }

    /// <summary>An update needs no <c>resourceVersion</c>.</summary>
    public bool AllowsUnconditionalUpdate { get; init; } = true;

    /// <summary>An update of what does not exist creates it.</summary>
    public bool CreatesOnUpdate { get; init; }

    /// <summary>A delete answers with the object instead of a Status.</summary>
    public bool ReturnsDeleted { get; init; }

    /// <summary>The status of a new object.</summary>
    public JsonObject? InitialStatus { get; init; }

    /// <summary>The rule on names, see <c>Validation/Formats</c>.</summary>
    public string NameFormat { get; init; } = "subdomain";

    /// <summary>What objects can be selected by beside name and namespace.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>Fields that a write of the status leaves alone beside <c>spec</c>.</summary>
    public IReadOnlyList<string[]> KeptByStatus { get; init; } = [];

    /// <summary>What is particular to the kind.</summary>
    public KindRules Rules { get; init; } = KindRules.None;

    /// <summary>Set where objects are stored as another kind and only look like this one.</summary>
    public KindView? View { get; init; }

    /// <summary>Nothing of it is stored: it is measured when it is asked for, as by an aggregated API.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>The resource as in-process callers name it: <c>plural[.group]</c>.</summary>
    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Where the objects are stored.</summary>
    public string StoredAs => View?.StoredAs ?? Resource;

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The kind as errors name it: <c>Deployment.apps</c>.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public bool Can(string verb) => Verbs.Contains(verb, StringComparer.Ordinal);
}

/// <summary>A subresource as discovery lists it; the kind and API version of what is sent to it.</summary>
internal sealed record Subresource(string Name, string Kind, IReadOnlyList<string> Verbs, string Group = "", string Version = "");

/// <summary>Where the scale subresource finds its numbers, as paths of field names.</summary>
internal sealed record ScalePaths(string[] SpecReplicas, string[] StatusReplicas, string[]? Selector)
{
    /// <summary>As all built-in workloads have it.</summary>
    public static ScalePaths Workload { get; } = new(["spec", "replicas"], ["status", "replicas"], ["spec", "selector"]);
}

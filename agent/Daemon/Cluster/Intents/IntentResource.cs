using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Daemon.Cluster.Intents;

/// <summary>How an intent is written as a resource and read back. Anybody may have edited what is read.</summary>
internal static class IntentResource
{
    /// <summary>What it is.</summary>
    public static readonly GroupVersionKind Kind = new("pdp.dev", "v1", "Intent");

    /// <summary>Holds a resource until what its intent made is pruned; set together with the removal.</summary>
    public const string Finalizer = "pdp.dev/prune";

    /// <summary>Reads a resource.</summary>
    public static StoredIntent Read(JsonObject resource)
    {
        var stored = ReadSigned(resource);
        if (!LocalIntents.IsLocal(stored.Id)) return stored;
        // Of one nobody signed only the document counts, and how often it was changed.
        var document = resource.GetObject("spec", "document");
        var text = document?.ToJsonString();
        return stored with
        {
            Document = text,
            Generation = resource.GetInt64("metadata", "generation") ?? 0,
            Hash = text is null ? "" : IntentDigest.OfPayload(Encoding.UTF8.GetBytes(text)),
            Tenant = $"{document?.GetString("metadata", "organization")}/{document?.GetString("metadata", "project")}",
        };
    }

    private static StoredIntent ReadSigned(JsonObject resource) => new()
    {
        Id = resource.Name ?? "",
        Uid = resource.Uid ?? "",
        ResourceVersion = resource.ResourceVersion ?? "",
        FencingToken = FencingTokens.On(resource),
        Jws = resource.GetString("spec", "jws"),
        RemovalJws = resource.GetString("spec", "removal"),
        WasApplied = ManagedFields.HasOurs(resource),
        Generation = resource.GetInt64("spec", "generation") ?? 0,
        Hash = resource.GetString("spec", "hash") ?? "",
        Tenant = $"{resource.GetString("spec", "organization")}/{resource.GetString("spec", "project")}",
        Status = StatusReading.Read(resource.Status),
        IsBeingDeleted = resource.IsBeingDeleted,
        IsPaused = resource.Annotation(CustomerMarks.Paused) == "true",
        LetThrough = long.TryParse(resource.Annotation(CustomerMarks.LetThrough), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? generation
            : null,
        Trace = TraceMark.On(resource),
        IsHeld = Finalizers(resource).Contains(Finalizer),
    };

    /// <summary>The finalizers of a resource.</summary>
    public static IEnumerable<string> Finalizers(JsonObject resource) =>
        (resource.GetArray("metadata", "finalizers") ?? []).Select(node => node?.ToString() ?? "");

    /// <summary>The manifest of a verified intent.</summary>
    /// <param name="intent">The intent.</param>
    /// <param name="namespace">The agent's namespace.</param>
    /// <param name="replaces">Only in the place of this one; null: only where there is none.</param>
    /// <param name="token">The token of a new one. One that is there keeps its own until all that belongs to it is taken charge of.</param>
    public static JsonObject Manifest(VerifiedIntent intent, string @namespace, StoredIntent? replaces, string token)
    {
        var metadata = intent.Intent.Metadata;
        var spec = new JsonObject
        {
            ["jws"] = intent.Jws,
            ["id"] = intent.Stamp.Id,
            ["generation"] = intent.Stamp.Generation,
            ["hash"] = intent.Stamp.Hash,
            ["kind"] = intent.Intent.Document.Kind,
            ["organization"] = metadata.Organization,
            ["project"] = metadata.Project,
            ["environment"] = metadata.Environment,
        };
        if (metadata.Component is { } component) spec["component"] = component;
        if (intent.Intent.Release is { } release) spec["release"] = release;
        var manifest = Of(intent.Stamp.Id, @namespace, ("spec", spec));
        Precondition.Put(manifest, replaces?.Uid, replaces?.ResourceVersion);
        FencingTokens.Put(manifest, replaces?.FencingToken ?? token);
        TraceMark.Put(manifest);
        return manifest;
    }

    /// <summary>The manifest of an intent whose removal is recorded: what it was, with the removal beside it.</summary>
    /// <param name="resource">The resource as it is.</param>
    /// <param name="removal">The removal.</param>
    public static JsonObject WithRemoval(JsonObject resource, VerifiedIntent removal)
    {
        var spec = (JsonObject?)resource.Spec?.DeepClone() ?? [];
        spec["removal"] = removal.Jws;
        var manifest = Of(resource.Name!, resource.Namespace!, ("spec", spec));
        Precondition.Put(manifest, resource.Uid, resource.ResourceVersion);
        FencingTokens.Put(manifest, FencingTokens.On(resource));
        TraceMark.Put(manifest);
        manifest.Set(new JsonArray(Finalizer), "metadata", "finalizers");
        return manifest;
    }

    /// <summary>The manifest of a status.</summary>
    public static JsonObject WithStatus(string id, string @namespace, IntentStatus status) =>
        Of(id, @namespace, ("status", JsonSerializer.SerializeToNode(status, IntentJson.Default.IntentStatus)));

    private static JsonObject Of(string id, string @namespace, (string Name, JsonNode? Value) part) => new()
    {
        ["apiVersion"] = Kind.ApiVersion,
        ["kind"] = Kind.Kind,
        ["metadata"] = new JsonObject { ["name"] = id, ["namespace"] = @namespace },
        [part.Name] = part.Value,
    };
}

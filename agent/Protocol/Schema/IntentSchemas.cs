using System.Text.Json;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Schema;

/// <summary>The JSON Schema documents of the intents, as they ship.</summary>
public static class IntentSchemas
{
    private const string Common = "common.schema.json";
    private static readonly Dictionary<string, SchemaNode> ByKind = LoadAll();

    /// <summary>File names by kind; they refer to <c>common.schema.json</c>.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        [IntentKinds.Component] = "component.schema.json",
        [IntentKinds.Manifests] = "manifests.schema.json",
        [IntentKinds.TaskRun] = "taskrun.schema.json",
        [IntentKinds.Removal] = "removal.schema.json",
    };

    /// <summary>Opens a schema document by file name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Stream Open(string file) =>
        typeof(IntentSchemas).Assembly.GetManifestResourceStream(file)
            ?? throw new ArgumentException("No such schema document.", nameof(file));

    /// <summary>The schema of a kind; null when there is no such kind.</summary>
    internal static SchemaNode? Of(string kind) => ByKind.GetValueOrDefault(kind);

    /// <summary>What can be said of a document of an unknown kind.</summary>
    internal static SchemaNode AnyKind { get; } = new()
    {
        Members = new Dictionary<string, SchemaNode>
        {
            ["apiVersion"] = Loader().Load(Common + "#/$defs/apiVersion"),
            ["kind"] = Loader().Load(Common + "#/$defs/kind"),
            ["metadata"] = Loader().Load(Common + "#/$defs/metadata"),
        },
        Required = ["apiVersion", "kind", "metadata"],
        Types = ["object"],
    };

    private static Dictionary<string, SchemaNode> LoadAll()
    {
        var loader = Loader();
        return new Dictionary<string, SchemaNode>
        {
            [IntentKinds.Component] = loader.Load("component.schema.json"),
            [IntentKinds.Manifests] = loader.Load("manifests.schema.json"),
            [IntentKinds.TaskRun] = loader.Load("taskrun.schema.json"),
            [IntentKinds.Removal] = loader.Load("removal.schema.json"),
        };
    }

    private static SchemaLoader Loader() => new(file =>
    {
        using var stream = Open(file);
        return JsonDocument.Parse(stream);
    });
}

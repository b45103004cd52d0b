using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.OpenApi;

/// <summary>The OpenAPI documents of one set of served resources, made when first asked for.</summary>
internal sealed class OpenApiDocuments
{
    private readonly ResourceSet _served;
    private readonly Lazy<JsonObject> _version2;
    private readonly Lazy<byte[]> _version2Proto;
    private readonly Lazy<byte[]> _version2Json;

    public OpenApiDocuments(ResourceSet served)
    {
        _served = served;
        _version2 = new Lazy<JsonObject>(Version2);
        _version2Proto = new Lazy<byte[]>(() => OpenApi2Proto.Write(_version2.Value));
        _version2Json = new Lazy<byte[]>(() => JsonText.Bytes(_version2.Value));
    }

    public byte[] Version2Proto => _version2Proto.Value;

    public byte[] Version2Json => _version2Json.Value;

    /// <summary>Where the OpenAPI 3 document of each group and version is.</summary>
    public JsonObject Index(string stamp)
    {
        var paths = new JsonObject();
        foreach (var path in _served.All.Select(Path).Distinct(StringComparer.Ordinal))
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={stamp}" };
        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>The OpenAPI 3 document of a group and version (<c>apis/apps/v1</c>); null where there is none.</summary>
    public JsonObject? Version3(string path)
    {
        var resources = _served.All.Where(r => Path(r) == path).ToList();
        if (resources.Count == 0)
            return null;
        var schemas = new SchemaWriter("#/components/schemas/", isVersion3: true);
        foreach (var resource in resources)
            schemas.Add(resource);
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = Info(),
            ["paths"] = PathWriter.Write(resources, isVersion3: true),
            ["components"] = new JsonObject { ["schemas"] = schemas.ToJson() },
        };
    }

    private JsonObject Version2()
    {
        var schemas = new SchemaWriter("#/definitions/", isVersion3: false);
        foreach (var resource in _served.All)
            schemas.Add(resource);
        return new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = Info(),
            ["paths"] = PathWriter.Write(_served.All, isVersion3: false),
            ["definitions"] = schemas.ToJson(),
        };
    }

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = "v1.36" };

    private static string Path(ResourceDefinition resource) =>
        resource.Group.Length == 0 ? $"api/{resource.Version}" : $"apis/{resource.ApiVersion}";
}

using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Gateway;

/// <summary>The custom resource definitions of the Gateway API, small ones of this cluster's own.</summary>
internal static class GatewayDefinitions
{
    public const string Group = "gateway.networking.k8s.io";
    public const string Gateways = "gateways." + Group;

    /// <summary>Resources of routes, with their kinds.</summary>
    public static readonly IReadOnlyDictionary<string, string> Routes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["httproutes." + Group] = "HTTPRoute",
        ["grpcroutes." + Group] = "GRPCRoute",
        ["tcproutes." + Group] = "TCPRoute",
        ["udproutes." + Group] = "UDPRoute",
    };

    /// <summary>The definitions, to be created.</summary>
    public static IEnumerable<JsonObject> All()
    {
        var file = Read();
        return file.Items("definitions").Select(definition => Definition(definition, file));
    }

    private static JsonObject Definition(JsonObject named, JsonObject file)
    {
        var (kind, plural) = (named.Text("kind")!, named.Text("plural")!);
        var spec = file.Object(named.Text("spec")!)!;
        var versions = named.Array("versions")!.Select((version, i) => (JsonNode)Version(version.Text()!, i == 0, spec, file.Object("open")!));
        return new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = $"{plural}.{Group}" },
            ["spec"] = new JsonObject
            {
                ["group"] = Group,
                ["scope"] = named.Bool("cluster") == true ? "Cluster" : "Namespaced",
                ["names"] = new JsonObject
                {
                    ["kind"] = kind,
                    ["listKind"] = kind + "List",
                    ["plural"] = plural,
                    ["singular"] = kind.ToLowerInvariant(),
                },
                ["versions"] = new JsonArray([.. versions]),
            },
        };
    }

    private static JsonObject Version(string name, bool isStored, JsonObject spec, JsonObject status) => new()
    {
        ["name"] = name,
        ["served"] = true,
        ["storage"] = isStored,
        ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
        ["schema"] = new JsonObject
        {
            ["openAPIV3Schema"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["spec"] = spec.DeepClone(), ["status"] = status.DeepClone() },
            },
        },
    };

    private static JsonObject Read()
    {
        using var stream = typeof(GatewayDefinitions).Assembly.GetManifestResourceStream("Pdp.LocalCluster.Gateway.definitions.yaml")!;
        using var reader = new StreamReader(stream);
        return YamlText.Parse(reader.ReadToEnd())!.AsObject();
    }
}

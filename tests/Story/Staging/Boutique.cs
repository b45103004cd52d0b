using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Pdp.Story.Staging;

/// <summary>The second application: eleven services in eight projects that find each other by their connections.</summary>
public static class Boutique
{
    /// <summary>The service people meet.</summary>
    public const string Frontend = "boutique-frontend";

    /// <summary>Its services, in no order: what each waits for, its document says.</summary>
    public static readonly IReadOnlyList<string> Services =
    [
        "adservice", "cartservice", "checkoutservice", "currencyservice", "emailservice", "frontend", "loadgenerator", "paymentservice",
        "productcatalogservice", "recommendationservice", "shippingservice",
    ];

    /// <summary>The one that visits the shop: it calls the frontend, and nobody calls it.</summary>
    public const string Visitor = "loadgenerator";

    /// <summary>Id of a service's intent.</summary>
    public static string IdOf(string service) => $"boutique-{service}";

    /// <summary>The document of a service, as its developers wrote it.</summary>
    public static string Yaml(string service) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Applications", "boutique", $"{service}.yaml"));

    /// <summary>The ids a service's document waits for.</summary>
    public static IReadOnlyList<string> DependsOn(string service)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Yaml(service)));
        var spec = (YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode).Children["spec"];
        return spec.Children.TryGetValue("dependsOn", out var ids) ? [.. ((YamlSequenceNode)ids).Select(id => ((YamlScalarNode)id).Value!)] : [];
    }

    /// <summary>Hands in every service, those that wait for others first.</summary>
    public static async Task OpenAsync(Stage stage, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stage);
        foreach (var service in Services.OrderByDescending(service => DependsOn(service).Count))
        {
            await stage.Control.Api.ApplyAsync(stage.Plane, Yaml(service), ct);
        }
    }

    /// <summary>Which services the frontend reaches, itself included.</summary>
    public static async Task<IReadOnlyList<string>> ReachedAsync(Stage stage, CancellationToken ct)
    {
        var door = await ServiceDoor.FindAsync(stage, Frontend, ct);
        using var client = new HttpClient(door.Connect());
        using var answer = await client.GetAsync(door.Address, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? [.. JsonNode.Parse(text)!["reached"]!.AsArray().Select(name => (string)name!)]
            : throw new StoryException($"the frontend answered {(int)answer.StatusCode}: {text}");
    }
}

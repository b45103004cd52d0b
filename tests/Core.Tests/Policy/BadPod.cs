using System.Text.Json.Nodes;
using Pdp.Core.Policy.Model;
using Pdp.Core.Tests.Support;

namespace Pdp.Core.Tests.Policy;

/// <summary>One line of bad-pods.yaml.</summary>
internal sealed class BadPod(JsonObject line)
{
    public static IReadOnlyList<BadPod> All { get; } =
        [.. Yaml.Items(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Policy", "bad-pods.yaml"))).Select(line => new BadPod(line))];

    public string Rule => (string)line["rule"]!;

    /// <summary>The policy that must refuse it: in all else as wide as can be, so that nothing but the rule refuses it.</summary>
    public PolicyRules Policy => (string?)line["policy"] == "tight"
        ? Policies.Tight with { Kinds = Policies.Widest.Kinds }
        : PolicyRules.Default with { Kinds = Policies.Widest.Kinds };

    /// <summary>Whether the rule is none for containers that are put into a running pod.</summary>
    public bool IsLongLived => (bool?)line["longLived"] ?? false;

    /// <summary>Whether it is the container that is bad, so that its role matters.</summary>
    public bool IsContainer => line["container"] is not null;

    /// <summary>A pod that is good but for this.</summary>
    public (JsonObject Metadata, JsonObject Spec) Pod(Disguise.Role role)
    {
        var (metadata, spec) = Disguise.GoodPod(role, out var container);
        Overlay(metadata, line["metadata"]);
        Overlay(spec, line["pod"]);
        Overlay(container, line["container"]);
        return (metadata, spec);
    }

    public override string ToString() => line.ToJsonString();

    private static void Overlay(JsonObject good, JsonNode? bad)
    {
        foreach (var (name, value) in bad as JsonObject ?? [])
        {
            if (value is null)
                good.Remove(name);
            else if (value is JsonObject section && good[name] is JsonObject known)
                Overlay(known, section);
            else
                good[name] = value.DeepClone();
        }
    }
}

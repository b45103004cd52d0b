using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Given objects are named once each and carry nothing that only the API server or the agent sets.</summary>
internal static class ManifestsRule
{
    private static readonly IReadOnlyList<string> ServerFields =
        ["uid", "resourceVersion", "generation", "selfLink", "managedFields", "creationTimestamp", "deletionTimestamp", "ownerReferences"];

    public static void Check(ManifestsSpec spec, RuleReport report)
    {
        CheckRollout(spec.Rollout, report);
        var ids = new HashSet<string>();
        var objects = new Dictionary<(string Group, string Kind, string? Namespace, string Name), int>();
        for (var i = 0; i < spec.Resources.Count; i++)
        {
            var (resource, path) = (spec.Resources[i], $"spec.resources[{i}]");
            if (!ids.Add(resource.Id))
                report.Add($"{path}.id", "is there twice");
            // Whatever namespace an object asks for, it gets the intent's, so that one name is one object.
            var identity = ManifestObject.KeyOf(resource.Object, @namespace: null).Identity;
            if (!objects.TryAdd(identity, i))
                report.Add($"{path}.object", $"is the same object as spec.resources[{objects[identity]}]");
            CheckObject(resource.Object, $"{path}.object", report);
        }
    }

    private static void CheckRollout(RolloutSpec rollout, RuleReport report)
    {
        const string Given = "must be left out: given objects say themselves how their pods are replaced";
        if (rollout.Strategy != RolloutStrategy.Rolling)
            report.Add("spec.rollout.strategy", Given);
        if (rollout.MaxSurge is not null)
            report.Add("spec.rollout.maxSurge", Given);
        if (rollout.MaxUnavailable is not null)
            report.Add("spec.rollout.maxUnavailable", Given);
        if (rollout.MinReadySeconds > 0)
            report.Add("spec.rollout.minReadySeconds", Given);
        RolloutStepsRule.CheckNone(rollout, "spec.rollout", report);
    }

    private static void CheckObject(JsonObject given, string path, RuleReport report)
    {
        if (ManifestObject.KindOf(given).EndsWith("List", StringComparison.Ordinal) && given["items"] is JsonArray)
            report.Add($"{path}.kind", "must not be a list; give each of its items as a resource of its own");

        var metadata = given["metadata"]!.AsObject();
        foreach (var field in ServerFields.Where(field => metadata[field] is not null))
            report.Add($"{path}.metadata.{field}", "is set by the API server; leave it out");
        if (metadata["generateName"] is not null)
            report.Add($"{path}.metadata.generateName", "must be left out: an object needs a name to be found again");
        if (SharedPolicy.Is(ManifestObject.KeyOf(given, @namespace: null)))
            report.Add($"{path}.metadata.name", "is that of the policy all components share; use another name");
        CheckReserved(metadata["labels"], $"{path}.metadata.labels", report);
        CheckReserved(metadata["annotations"], $"{path}.metadata.annotations", report);
        CheckConnections(given, path, report);
    }

    // Such a label lets a pod talk to others; wherever it stands in an object, somebody may make pods from it.
    private static void CheckConnections(JsonNode? node, string path, RuleReport report)
    {
        if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++) CheckConnections(list[i], $"{path}[{i}]", report);
        }

        foreach (var (name, member) in node as JsonObject ?? [])
        {
            if (name.StartsWith(ManagedMetadata.ConnectionPrefix, StringComparison.Ordinal))
                report.Add($"{path}[\"{name}\"]", "is set by the agent on what declares a connection; leave it out");
            else
                CheckConnections(member, $"{path}.{name}", report);
        }
    }

    private static void CheckReserved(JsonNode? map, string path, RuleReport report)
    {
        foreach (var (key, _) in map as JsonObject ?? [])
        {
            if (key.StartsWith(ManagedMetadata.ReservedPrefix, StringComparison.Ordinal))
                report.Add($"{path}[\"{key}\"]", "is set by the agent; use another prefix");
        }
    }
}

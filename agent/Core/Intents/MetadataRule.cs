using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Labels and annotations leave alone what the agent and Kubernetes set themselves; no intent waits for itself.</summary>
internal static class MetadataRule
{
    private const int LongestPrefix = 253;

    public static void Check(TypedIntent intent, RuleReport report)
    {
        CheckKeys("metadata.labels", intent.Metadata.Labels.Keys, report);
        CheckKeys("metadata.annotations", intent.Metadata.Annotations.Keys, report);

        // What a run waits for it names as its task; TaskRunRule looks at that.
        if (intent.Spec is TaskRunSpec)
            return;
        for (var i = 0; i < intent.DependsOn.Count; i++)
        {
            if (intent.DependsOn[i] == intent.Metadata.Id)
                report.Add($"spec.dependsOn[{i}]", "an intent cannot wait for itself", FailureReason.DependencyCycle);
        }
    }

    private static void CheckKeys(string path, IEnumerable<string> keys, RuleReport report)
    {
        foreach (var key in keys)
        {
            if (key.IndexOf('/') > LongestPrefix)
                report.Add($"{path}[\"{key[..16]}…\"]", $"the part before '/' must have at most {LongestPrefix} characters");
            else if (IsReserved(key))
                report.Add($"{path}[\"{key}\"]", "is set by the agent or by Kubernetes; use another prefix");
        }
    }

    private static bool IsReserved(string key) =>
        key.Split('/') is [var prefix, _]
        && (prefix is "app.kubernetes.io" or "openchoreo.dev" || ManagedMetadata.IsReserved(key)
            || IsOrEndsWith(prefix, "kubernetes.io") || IsOrEndsWith(prefix, "k8s.io"));

    private static bool IsOrEndsWith(string prefix, string domain) =>
        prefix == domain || prefix.EndsWith("." + domain, StringComparison.Ordinal);
}

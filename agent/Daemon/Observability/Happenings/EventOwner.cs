using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.Core.Objects;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Observability.Happenings;

/// <summary>
/// Finds out whose an event is: the namespace says the environment, the object it happened to the component. Of pods that are gone already the workload is
/// looked for that gave them their name.
/// </summary>
internal sealed partial class EventOwner(KindFollowers followers)
{
    private static readonly string[] _workloads = ["Deployment", "StatefulSet", "Job", "CronJob"];

    /// <summary>Labels that say whose it is: the namespace's; null when the namespace is none of the agent's.</summary>
    public JsonObject? NamespaceOf(string? @namespace) =>
        @namespace is null ? null : followers.FindKnown("Namespace", null, @namespace) is { } found && found.Label(ManagedMetadata.OrganizationLabel) is not null ? found : null;

    /// <summary>The component of an object; empty when it is of none, or that cannot be found out.</summary>
    public string ComponentOf(string @namespace, string kind, string name)
    {
        if (followers.FindKnown(kind, @namespace, name)?.Label(ManagedMetadata.ComponentLabel) is { } known) return known;
        return kind is "Pod" or "ReplicaSet" or "Job" ? Maker(@namespace, name)?.Label(ManagedMetadata.ComponentLabel) ?? "" : "";
    }

    // web-6d4cf56db6-x2x7k, web-6d4cf56db6, db-0, report-28912345-x2x7k, report-28912345: at most two endings that controllers give.
    private JsonObject? Maker(string @namespace, string name)
    {
        for (var i = 0; i < 2 && Ending().Match(name) is { Success: true } ending; i++)
        {
            name = name[..ending.Index];
            if (_workloads.Select(kind => followers.FindKnown(kind, @namespace, name)).FirstOrDefault(found => found is not null) is { } maker) return maker;
        }
        return null;
    }

    [GeneratedRegex("-(?:[0-9]+|[bcdfghjklmnpqrstvwxz2456789]{5,10})$", RegexOptions.None, 1000)]
    private static partial Regex Ending();
}

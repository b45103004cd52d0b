using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Tells the revisions of a component apart by what makes their pods.</summary>
internal static class WorkloadRevision
{
    /// <summary>The revision of a template. Annotations are no part of it: they change nothing about what runs.</summary>
    public static string Of(JsonObject template) =>
        ObjectNames.HashOf(new JsonArray(template["metadata"]?["labels"]?.DeepClone(), template["spec"]?.DeepClone()));

    /// <summary>The template with its revision as a label.</summary>
    public static JsonObject Mark(JsonObject template, string revision)
    {
        var labels = template["metadata"]!["labels"]!.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!);
        labels[ManagedMetadata.RevisionLabel] = revision;
        template["metadata"]!["labels"] = Sparse.Map(labels);
        return template;
    }

    /// <summary>What there is to know of the workload; null where nothing runs beside something else.</summary>
    public static RenderedWorkload? Describe(ComponentScope scope)
    {
        var pods = scope.Spec.Autoscaling?.Min ?? scope.Spec.Replicas;
        if (scope.Revision is not { } revision || scope.Spec.State != ComponentState.Active || pods == 0)
            return null;
        return new RenderedWorkload
        {
            Revision = revision,
            Component = scope.Metadata.Component ?? scope.Metadata.Id,
            Deployment = new ObjectKey("apps", "v1", "Deployment", scope.Namespace, scope.WorkloadName),
            Service = scope.Endpoints.Count > 0 ? new ObjectKey("", "v1", "Service", scope.Namespace, scope.Names.Base) : null,
            IsBesideOthers = scope.IsBesideOthers,
            Pods = pods,
            MostPods = scope.Spec.Autoscaling?.Max,
        };
    }
}

using System.Text.Json.Nodes;
using Pdp.Core.Analysis;
using Pdp.Daemon.Observability.Plane;
using Pdp.Kubernetes.Objects;
using Pdp.PlaneStore.Requests;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Observability.Samples;

/// <summary>A component whose pods tell their requests, as its document says.</summary>
/// <param name="Place">The component.</param>
/// <param name="Specs">What its document says of them; one at least.</param>
/// <param name="Pods">Its pods that run and have the port, with the time each began.</param>
internal sealed record RequestTarget(RequestPlace Place, IReadOnlyList<RequestsSpec> Specs, IReadOnlyList<(SubjectPod Pod, DateTimeOffset Began)> Pods)
{
    /// <summary>Most pods that are asked in one round, those of all components together. A component is asked whole or not at all.</summary>
    public const int MostPods = 300;

    /// <summary>The components to ask, in the order of their names.</summary>
    /// <param name="documents">What is deployed.</param>
    /// <param name="pods">The agent's pods.</param>
    public static IReadOnlyList<RequestTarget> Of(IEnumerable<TypedIntent> documents, IReadOnlyList<JsonObject> pods)
    {
        var targets =
            from document in documents
            let component = document.Metadata.Component
            where component is not null
            from spec in (document.Spec as ComponentSpec)?.Rollout.Analysis.Select(analysis => analysis.Requests).OfType<RequestsSpec>() ?? []
            group spec by new RequestPlace(
                document.Metadata.Organization, document.Metadata.Project, document.Metadata.Environment, component) into told
            orderby told.Key.Organization, told.Key.Project, told.Key.Environment, told.Key.Component
            select Target(told.Key, [.. told], pods);
        return [.. targets.Where(target => target.Pods.Count > 0)];
    }

    private static RequestTarget Target(RequestPlace place, IReadOnlyList<RequestsSpec> specs, IReadOnlyList<JsonObject> pods) => new(place, specs,
    [
        .. from pod in pods
           let source = PodPlace.Source(pod, "")
           where new RequestPlace(source.Organization, source.Project, source.Environment, source.Component) == place
               && pod.GetString("status", "phase") == "Running" && pod.GetString("metadata", "deletionTimestamp") is null
           let subject = SubjectPod.Of(pod)
           where subject.Ports.ContainsKey(specs[0].Port)
           select (subject, Rollouts.PodNodes.Time(pod, "status", "startTime") ?? DateTimeOffset.MinValue),
    ]);
}

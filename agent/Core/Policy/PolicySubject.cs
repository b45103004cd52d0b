using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy;

/// <summary>What the rules look at: the objects of an intent, and the pods found in them.</summary>
internal sealed class PolicySubject
{
    public PolicySubject(PolicyRequest request, AgentPolicy policy)
    {
        Request = request;
        HostTemplates = policy.HostTemplates;
        Objects = [.. request.Objects.Select(wanted => new CheckedObject(wanted))];
    }

    /// <summary>What is asked.</summary>
    public PolicyRequest Request { get; }

    /// <summary>The host names gateways give to endpoints, wherever these are.</summary>
    public IReadOnlyList<string> HostTemplates { get; }

    /// <summary>The objects, in order.</summary>
    public IReadOnlyList<CheckedObject> Objects { get; }

    /// <summary>Every pod of every object.</summary>
    public IEnumerable<FoundPod> Pods => Objects.SelectMany(o => o.Pods);
}

/// <summary>One object under the rules.</summary>
internal sealed class CheckedObject
{
    public CheckedObject(DesiredObject wanted)
    {
        (Id, Key, Manifest) = (wanted.Id, wanted.Key, wanted.Manifest);
        // A definition describes fields and has none.
        Pods = Key is { Group: "apiextensions.k8s.io" } ? [] : PodFinder.In(this);
    }

    /// <summary>How the status names it.</summary>
    public string Id { get; }

    /// <summary>Which object.</summary>
    public ObjectKey Key { get; }

    /// <summary>What would be applied.</summary>
    public JsonObject Manifest { get; }

    /// <summary>The pods it makes, wherever in it they stand.</summary>
    public IReadOnlyList<FoundPod> Pods { get; }

    /// <summary>Whether it is of a kind.</summary>
    public bool Is(string group, string kind) => Key.Group == group && Key.Kind == kind;

    /// <summary>Something about it that is not allowed.</summary>
    public Finding Finding(string path, string what) => new(Id, $"{path} {what}");
}

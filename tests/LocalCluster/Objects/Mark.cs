using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Objects;

/// <summary>What objects of a resource are found by without looking at all of them.</summary>
internal readonly record struct Mark
{
    private Mark(string kind, string scope, string name, string value) => (Kind, Scope, Name, Value) = (kind, scope, name, value);

    private string Kind { get; }

    private string Scope { get; }

    private string Name { get; }

    private string Value { get; }

    /// <summary>Names this uid among its owners, whether as the one that controls it or not.</summary>
    public static Mark OwnedBy(string uid) => new("owned", "", "", uid);

    /// <summary>Has no owner that controls it.</summary>
    public static Mark Uncontrolled(string ns) => new("uncontrolled", ns, "", "");

    /// <summary>Bears a label.</summary>
    public static Mark Labelled(string ns, string name, string value) => new("labelled", ns, name, value);

    /// <summary>A Service that has a cluster address.</summary>
    public static Mark Addressed(string address) => new("addressed", "", "", address);

    /// <summary>All marks of an object.</summary>
    public static IEnumerable<Mark> Of(string ns, JsonObject obj)
    {
        var isControlled = false;
        foreach (var owner in OwnerReference.Of(obj))
        {
            isControlled |= owner.Controller;
            yield return OwnedBy(owner.Uid);
        }

        if (!isControlled) yield return Uncontrolled(ns);
        if (obj.Text("spec", "clusterIP") is { Length: > 0 } address) yield return Addressed(address);
        if (obj.Object("metadata", "labels") is not { } labels) yield break;
        foreach (var (name, value) in labels) yield return Labelled(ns, name, value.Text() ?? "");
    }
}

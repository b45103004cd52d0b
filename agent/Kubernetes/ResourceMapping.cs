using System.Collections.Frozen;

namespace Pdp.Kubernetes;

/// <summary>How the API serves a kind, as discovery says.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Plural">The name in the path, such as <c>deployments</c>.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
/// <param name="Verbs">What can be done: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>, …</param>
/// <param name="Subresources">Its subresources, such as <c>status</c>, <c>scale</c>, <c>log</c>.</param>
public sealed record ResourceMapping(
    GroupVersionKind Kind, string Plural, bool Namespaced, FrozenSet<string> Verbs, FrozenSet<string> Subresources)
{
    /// <summary>Whether the API serves this verb for the kind.</summary>
    public bool Can(string verb) => Verbs.Contains(verb);

    /// <summary>Path of the group and version, without a slash at the start or the end: <c>api/v1</c> or <c>apis/apps/v1</c>.</summary>
    internal string Root => Kind.Group.Length == 0 ? $"api/{Kind.Version}" : $"apis/{Kind.Group}/{Kind.Version}";

    /// <summary>Path of the collection in a namespace, or over all namespaces when it is null.</summary>
    internal string CollectionPath(string? @namespace) => Namespaced && @namespace is not null
        ? $"{Root}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}"
        : $"{Root}/{Plural}";

    /// <summary>Path of one object, or of a subresource of it.</summary>
    internal string ObjectPath(string? @namespace, string name, string? subresource = null) =>
        $"{CollectionPath(@namespace)}/{Uri.EscapeDataString(name)}{(subresource is null ? "" : $"/{Uri.EscapeDataString(subresource)}")}";
}

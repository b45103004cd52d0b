using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Verbs;

/// <summary>What a verb is aimed at, taken from documents nobody vouches for and fit to stand in a path.</summary>
/// <param name="Verb">The verb, for people.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">Namespace; null when cluster-scoped, or for all.</param>
/// <param name="Name">Name; empty for a collection.</param>
internal sealed record Target(string Verb, GroupVersionKind Kind, string? Namespace, string Name)
{
    /// <summary>Names the whole for people: <c>apply Deployment/shop/web</c>.</summary>
    public string About => (Namespace, Name) switch
    {
        (null, "") => $"{Verb} {Kind.Kind}",
        (_, "") => $"{Verb} {Kind.Kind} in {Namespace}",
        (null, _) => $"{Verb} {Kind.Kind}/{Name}",
        _ => $"{Verb} {Kind.Kind}/{Namespace}/{Name}",
    };

    /// <exception cref="KubernetesException">The name or namespace cannot be one.</exception>
    public static Target Of(string verb, ObjectReference reference)
    {
        var target = new Target(verb, reference.Kind, reference.Namespace, reference.Name);
        if (!IsSegment(reference.Name)) throw target.Invalid("metadata.name", "must not be empty, '.' or '..', nor contain '/' or '%'.");
        return target.WithCheckedNamespace();
    }

    /// <exception cref="KubernetesException">There is no namespace of that name.</exception>
    public static Target Of(string verb, GroupVersionKind kind, string? @namespace) =>
        new Target(verb, kind, @namespace, "").WithCheckedNamespace();

    /// <summary>The object a manifest describes; its name may be missing where the server makes one up.</summary>
    /// <exception cref="KubernetesException">The manifest does not say what it is, or its name or namespace cannot be one.</exception>
    public static Target Of(string verb, JsonObject manifest, bool nameRequired)
    {
        var target = new Target(verb, default, manifest.Namespace, manifest.Name ?? "");
        try
        {
            target = target with { Kind = GroupVersionKind.Of(manifest) };
        }
        catch (FormatException malformed)
        {
            throw (target with { Kind = new("", "", "object") }).Invalid("", malformed.Message);
        }
        return nameRequired || target.Name.Length > 0
            ? Of(verb, new ObjectReference(target.Kind, target.Namespace, target.Name))
            : target.WithCheckedNamespace();
    }

    /// <summary>A refusal of this client's own, in the server's form.</summary>
    public KubernetesException Invalid(string field, string message) => new(
        About,
        new KubernetesStatus(
            0,
            StatusReason.Invalid,
            field.Length == 0 ? message : $"{field}: {message}",
            new StatusDetails(Kind.Group, Kind.Kind, Name, null, [new StatusCause(field, "FieldValueInvalid", message)], null)));

    /// <summary>A refusal because the namespace is missing.</summary>
    public KubernetesException NamespaceMissing() => Invalid("metadata.namespace", "must be set, the kind lives in namespaces.");

    private Target WithCheckedNamespace() =>
        Namespace is null || IsSegment(Namespace)
            ? this
            : throw Invalid("metadata.namespace", "must not be empty, '.' or '..', nor contain '/' or '%'.");

    // The rule of the API for a name that becomes part of a path. A '..' would not be escaped but followed.
    private static bool IsSegment(string name) =>
        name.Length is > 0 and <= 253 && name is not "." and not ".." && name.AsSpan().IndexOfAny('/', '%') < 0;
}

using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes;

/// <summary>What an object is, as its <c>apiVersion</c> and <c>kind</c> say.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, such as <c>v1</c>.</param>
/// <param name="Kind">Kind, such as <c>Deployment</c>.</param>
public readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>As it stands in <c>apiVersion</c>: <c>v1</c> or <c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Whether this is the core group's Secret, whose content must not show in messages.</summary>
    public bool IsSecret => Group.Length == 0 && Kind == "Secret";

    /// <summary>Takes <c>apiVersion</c> apart.</summary>
    /// <exception cref="FormatException">It is not <c>version</c> or <c>group/version</c>, or the kind is empty.</exception>
    public static GroupVersionKind Parse(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        if (version.Length == 0 || slash == 0 || version.Contains('/', StringComparison.Ordinal))
            throw new FormatException("apiVersion: must be 'version' or 'group/version'.");
        if (string.IsNullOrEmpty(kind)) throw new FormatException("kind: must not be empty.");
        return new GroupVersionKind(group, version, kind);
    }

    /// <summary>What this object says it is.</summary>
    /// <exception cref="FormatException"><c>apiVersion</c> or <c>kind</c> is missing or malformed.</exception>
    public static GroupVersionKind Of(JsonObject manifest) => Parse(manifest.ApiVersion ?? "", manifest.Kind ?? "");

    /// <inheritdoc/>
    public override string ToString() => $"{ApiVersion} {Kind}";
}

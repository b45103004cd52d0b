using System.Text.Json.Nodes;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Images come from the registries on the list and, where asked for, are named by their digest.</summary>
internal sealed class ImageRule : PodRule
{
    /// <inheritdoc/>
    public override string Name => "images";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules) =>
        from image in Images(pod)
        from problem in Problems(image.Text, rules.Images)
        select pod.Owner.Finding(image.Path, problem);

    private static IEnumerable<(string Path, string Text)> Images(FoundPod pod)
    {
        foreach (var container in pod.Containers)
        {
            if (container.Body["image"] is { } image)
                yield return ($"{container.Path}.image", TextOf(image));
        }

        var volumes = pod.Spec.Objects("volumes").ToList();
        for (var i = 0; i < volumes.Count; i++)
        {
            if (volumes[i]["image"] is JsonObject image)
                yield return ($"{pod.Path}.volumes[{i}].image.reference", image.Text("reference"));
        }
    }

    private static IEnumerable<string> Problems(string text, ImageRules rules)
    {
        if (rules is { Allow: null, RequireDigest: false })
            yield break;
        if (!ImageReference.TryParse(text, out var image))
        {
            yield return "must be an image reference";
            yield break;
        }

        if (rules.Allow is { } allowed && !allowed.Any(entry => IsBelow(FullName(image), entry.TrimEnd('/'))))
            yield return $"must come from one of {string.Join(", ", allowed)}";
        if (rules.RequireDigest && image.Digest is null)
            yield return "must be named by its digest, as in name@sha256:…";
    }

    // At a part's boundary: acme does not let acme-evil in.
    private static bool IsBelow(string name, string entry) =>
        name == entry || (name.StartsWith(entry, StringComparison.Ordinal) && name[entry.Length] == '/');

    // What a node makes of a short name; Docker Hub answers to several.
    private static string FullName(ImageReference image)
    {
        var registry = image.Registry?.ToLowerInvariant() ?? "docker.io";
        if (registry is "index.docker.io" or "registry-1.docker.io")
            registry = "docker.io";
        var isOfficial = registry == "docker.io" && !image.Repository.Contains('/', StringComparison.Ordinal);
        return $"{registry}/{(isOfficial ? "library/" : "")}{image.Repository}";
    }

    // Charts' values spell an image in parts.
    private static string TextOf(JsonNode image) => image switch
    {
        JsonObject parts => string.Concat(
            parts.Text("registry") is { Length: > 0 } registry ? registry + "/" : "",
            parts.Text("repository") is { Length: > 0 } repository ? repository : parts.Text("name"),
            parts.Text("digest") is { Length: > 0 } digest ? "@" + digest : parts.Text("tag") is { Length: > 0 } tag ? ":" + tag : ""),
        JsonValue value => value.ToString(),
        _ => "",
    };
}

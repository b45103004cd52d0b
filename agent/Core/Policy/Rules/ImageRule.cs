using System.Text.Json.Nodes;
using Pdp.Core.Images;
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

        if (rules.Allow is { } allowed && !allowed.Any(entry => IsBelow($"{image.Host}/{image.Path}", entry.TrimEnd('/'))))
            yield return $"must come from one of {string.Join(", ", allowed)}";
        if (rules.RequireDigest && image.Digest is null)
            yield return "must be named by its digest, as in name@sha256:…";
    }

    // At a part's boundary: acme does not let acme-evil in.
    private static bool IsBelow(string name, string entry) =>
        name == entry || (name.StartsWith(entry, StringComparison.Ordinal) && name[entry.Length] == '/');

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

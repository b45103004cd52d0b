using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Releases;

/// <summary>Digests of the images of a release, by the names of its containers.</summary>
internal static class ImagePins
{
    /// <summary>The images as the release names them.</summary>
    public static IReadOnlyDictionary<string, string> Images(ReleaseContent content) =>
        Containers.Of(content.Spec).ToDictionary(c => c.Name, c => c.Container["image"]?.GetValue<string>() ?? "");

    /// <summary>Those that the references themselves say.</summary>
    public static IReadOnlyDictionary<string, string> Written(ReleaseContent content) =>
        Images(content).Where(i => i.Value.Contains('@', StringComparison.Ordinal)).ToDictionary(i => i.Key, i => i.Value[(i.Value.IndexOf('@') + 1)..]);

    /// <summary>Those that a plane resolved the images of the release to.</summary>
    public static IReadOnlyDictionary<string, string> Seen(ReleaseContent content, string release, IntentStatus status)
    {
        var images = Images(content);
        return status.Images
            .Where(i => i.Digest is { Length: > 0 } && (i.Release ?? release) == release && Same(images.GetValueOrDefault(i.Container), i.Image))
            .GroupBy(i => i.Container).ToDictionary(g => g.Key, g => g.First().Digest!);
    }

    /// <summary>Writes the digests into the references that have none.</summary>
    public static void Pin(JsonObject spec, IReadOnlyDictionary<string, string> digests)
    {
        foreach (var (name, _, container) in Containers.Of(spec))
            if (digests.TryGetValue(name, out var digest) && container["image"]?.GetValue<string>() is { } image && !image.Contains('@', StringComparison.Ordinal))
                container["image"] = $"{image}@{digest}";
    }

    // What was pinned before is reported with the digest it was pinned to.
    private static bool Same(string? written, string seen) => written == seen || seen.StartsWith($"{written}@", StringComparison.Ordinal);
}

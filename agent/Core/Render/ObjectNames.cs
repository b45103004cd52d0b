using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>
/// The names of a component's objects. The workload, its Service and its service account carry the component's own name where that is
/// possible, so that people and DNS find them. Everything else has <c>--</c> in its name and own names never do, so that no component,
/// however it is called, takes a name derived for another.
/// </summary>
internal sealed class ObjectNames
{
    // Leaves room for the longest ending, "--config-" and a hash, in 63 characters, and for the 52 a StatefulSet may have.
    private const int LongestBase = 44;
    private const int HashLength = 10;
    private const string Separator = "--";

    /// <summary>The names for a component on a track.</summary>
    public ObjectNames(string component, string? track) => Base = BaseOf(component, track);

    private ObjectNames(string name) => Base = name;

    /// <summary>Workload, Service and service account.</summary>
    public string Base { get; }

    /// <summary>The Service without an address that names the pods of a stateful component.</summary>
    public string Headless => $"{Base}{Separator}headless";

    /// <summary>What says where a proxy leads.</summary>
    public string Outside => $"{Base}{Separator}outside";

    /// <summary>The Service that stays while minor versions of a major one follow each other.</summary>
    /// <param name="component">The component.</param>
    /// <param name="major">The major version, such as <c>v1</c>.</param>
    /// <returns>A name no intent's own object has; at most 53 characters.</returns>
    public static string Stable(string component, string major) => $"{BaseOf(component, null)}{Separator}{major}";

    /// <summary>The network policy that says who may call it.</summary>
    public string Cell => $"{Base}{Separator}cell";

    /// <summary>The Service that leads to the pods of a revision which does not take all requests yet.</summary>
    /// <param name="word">What it is for, such as <c>preview</c>; never as long as a hash.</param>
    public string Beside(string word) => $"{Base}{Separator}{word}";

    /// <summary>The workload of one revision, which stands beside that of another.</summary>
    /// <param name="revision">The revision.</param>
    public string OfRevision(string revision) => $"{Base}{Separator}{revision}";

    /// <summary>Something named by its content.</summary>
    /// <param name="what">A word of at most six letters.</param>
    /// <param name="hash">Hash of the content.</param>
    public string Hashed(string what, string hash) => $"{Base}{Separator}{what}-{hash}";

    /// <summary>Hash of the content of something that is named by it.</summary>
    public static string HashOf(System.Text.Json.Nodes.JsonNode? content) => ShortHash.Of(HashLength, content);

    /// <summary>The names of an intent that has a component.</summary>
    public static ObjectNames Of(IntentMetadata metadata) => new(metadata.Component ?? metadata.Id, metadata.Track);

    /// <summary>The names of one run of a task; at most as long as any component's, and told apart by the run's id.</summary>
    public static ObjectNames OfRun(IntentMetadata metadata)
    {
        const string Mark = $"{Separator}run-";
        var task = Of(metadata).Base.Split(Separator)[0];
        var cut = task[..Math.Min(task.Length, LongestBase - Mark.Length - HashLength)].TrimEnd('-');
        return new ObjectNames($"{cut}{Mark}{ShortHash.Of(HashLength, metadata.Id)}");
    }

    private static string BaseOf(string component, string? track)
    {
        var isPlain = track is null
            && component.Length <= LongestBase
            && char.IsAsciiLetter(component[0])
            && !component.Contains(Separator, StringComparison.Ordinal);
        if (isPlain)
            return component;

        // A Service's name starts with a letter (RFC 1035).
        var readable = char.IsAsciiLetter(component[0]) ? component : $"c-{component}";
        if (track is not null)
            readable = $"{readable[..Math.Min(readable.Length, LongestBase / 2)]}-{track.Replace('.', '-')}";
        var cut = readable[..Math.Min(readable.Length, LongestBase - Separator.Length - HashLength)];
        while (cut.Contains(Separator, StringComparison.Ordinal))
            cut = cut.Replace(Separator, "-", StringComparison.Ordinal);
        return $"{cut.TrimEnd('-')}{Separator}{ShortHash.Of(HashLength, component, track ?? "")}";
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Connections;

/// <summary>
/// What a component calls, where its documents cannot say it: <c>[PROJECT/]COMPONENT[:ENDPOINT][@VERSION]</c> or a URL, comma-separated;
/// <c>none</c> says that nothing is to be made of addresses in values.
/// </summary>
internal static partial class ConnectionsAnnotation
{
    /// <summary>An annotation of our own, on a component or on its binding, which goes before it.</summary>
    public const string Name = "pdp.dev/connections";

    private const string None = "none";

    /// <summary>Says what is wrong with an annotation.</summary>
    public static void Check(IReadOnlyDictionary<string, string> annotations, DocumentReport report)
    {
        if (annotations.TryGetValue(Name, out var text) && Entries(text).Any(e => e != None && Read(e) is null))
            report.Error(
                FindingRules.BadValue, FieldPath.Of("metadata.annotations", Name),
                "must be none, or [PROJECT/]COMPONENT[:ENDPOINT][@VERSION] or URLs with a port and without user and password, comma-separated");
    }

    /// <summary>Whether values are to be left alone.</summary>
    public static bool IsNone(string? text) => text is not null && Entries(text).Contains(None);

    /// <summary>The connections it says, as an intent has them.</summary>
    public static IEnumerable<(string Name, JsonObject Connection)> Connections(string text) =>
        Entries(text).Where(e => e != None).Select(Read).OfType<(string, JsonObject)>();

    private static (string Name, JsonObject Connection)? Read(string entry)
    {
        if (entry.Contains("://", StringComparison.Ordinal))
            return Uri.TryCreate(entry, UriKind.Absolute, out var url) && url is { Host.Length: > 0, UserInfo.Length: 0, Fragment.Length: 0, Port: > 0 }
                ? (url.Host.Replace('.', '-'), new JsonObject { ["url"] = entry })
                : null;
        if (Component().Match(entry) is not { Success: true } match)
            return null;
        var to = new JsonObject();
        foreach (var field in new[] { "project", "component", "endpoint", "version" })
            if (match.Groups[field] is { Success: true } said)
                to[field] = said.Value;
        return ((to["project"] is { } project ? $"{project}-" : "") + match.Groups["component"].Value, new JsonObject { ["to"] = to });
    }

    private static string[] Entries(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"\A((?<project>[a-z0-9][-a-z0-9]{0,62})/)?(?<component>[a-z0-9][-a-z0-9]{0,62})(:(?<endpoint>[a-z0-9][-a-z0-9]{0,62}))?(@(?<version>v[0-9]+(\.[0-9]+){0,2}))?\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Component();
}

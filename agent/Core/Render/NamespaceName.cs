using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>
/// The namespace of an organization, project and environment: <c>dp-{organization}-{project}-{environment}-{hash}</c>. The hash is over
/// the full names, so that cut or look-alike names (<c>a-b</c>, <c>c</c> and <c>a</c>, <c>b-c</c>) never share a namespace; with sixty bits
/// nobody finds a second name for somebody else's. The planner checks the namespace's labels all the same.
/// </summary>
internal static class NamespaceName
{
    private const int Longest = 63;
    private const int HashLength = 12;

    /// <summary>The name; at most 63 characters.</summary>
    public static string Of(IntentMetadata metadata)
    {
        string[] parts = [metadata.Organization, metadata.Project, metadata.Environment];
        // "dp-", two dashes between the parts, one before the hash.
        var room = Longest - "dp-".Length - 2 - 1 - HashLength;
        var readable = string.Join('-', Fit(parts, room));
        return $"dp-{readable}-{ShortHash.Of(HashLength, parts)}";
    }

    // Every part may have a third; what a short part leaves, the longer ones share.
    private static string[] Fit(string[] parts, int room)
    {
        var lengths = new int[parts.Length];
        var open = parts.Length;
        foreach (var (part, index) in parts.Select((part, index) => (part, index)).OrderBy(p => p.part.Length))
        {
            lengths[index] = Math.Min(part.Length, room / open);
            room -= lengths[index];
            open--;
        }

        return [.. parts.Select((part, index) => part[..lengths[index]].TrimEnd('-'))];
    }
}

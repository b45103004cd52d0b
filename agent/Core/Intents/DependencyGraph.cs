using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Who waits for whom, over all intents of a plane.</summary>
/// <param name="dependsOn">By intent id, the ids it waits for. Ids nobody knows may be among them.</param>
public sealed class DependencyGraph(IReadOnlyDictionary<string, IReadOnlyList<string>> dependsOn)
{
    /// <summary>The shortest circle an intent stands in.</summary>
    /// <param name="id">The intent.</param>
    /// <returns>The ids of the circle in waiting order, starting and ending with the smallest; empty when it stands in none.</returns>
    public IReadOnlyList<string> CircleOf(string id)
    {
        var cameFrom = new Dictionary<string, string>();
        var queue = new Queue<string>([id]);
        while (queue.TryDequeue(out var current))
        {
            foreach (var next in Of(current))
            {
                if (next == id)
                    return StartWithSmallest(PathTo(current, id, cameFrom));
                if (cameFrom.TryAdd(next, current))
                    queue.Enqueue(next);
            }
        }

        return [];
    }

    /// <summary>What an intent still waits for.</summary>
    /// <param name="id">The intent.</param>
    /// <param name="phaseOf">The phase of an intent; null when there is none of that id.</param>
    /// <returns>One sentence each, in the order of the document; empty when it may go on.</returns>
    public IReadOnlyList<string> WaitsFor(string id, Func<string, IntentPhase?> phaseOf) =>
    [
        .. Of(id)
            .Distinct()
            .Select(other => (Id: other, Phase: phaseOf(other)))
            .Where(other => other.Phase is not IntentPhase.Healthy)
            .Select(other => other.Phase is { } phase ? $"{other.Id} is {phase}" : $"{other.Id} does not exist on this plane"),
    ];

    private IReadOnlyList<string> Of(string id) => dependsOn.TryGetValue(id, out var ids) ? ids : [];

    private static List<string> PathTo(string last, string start, Dictionary<string, string> cameFrom)
    {
        var path = new List<string> { last };
        while (path[^1] != start)
            path.Add(cameFrom[path[^1]]);
        path.Reverse();
        return path;
    }

    private static IReadOnlyList<string> StartWithSmallest(List<string> circle)
    {
        var first = circle.IndexOf(circle.Min(StringComparer.Ordinal)!);
        return [.. circle[first..], .. circle[..first], circle[first]];
    }
}

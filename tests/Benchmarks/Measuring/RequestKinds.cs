namespace Pdp.Benchmarks.Measuring;

/// <summary>Requests to the cluster, counted by what they did to what: <c>patch intents/status</c>, <c>get secrets</c>.</summary>
internal static class RequestKinds
{
    private const string DryRun = "dryRun=";

    /// <summary>A figure per kind of request, the most frequent first.</summary>
    /// <param name="what">What the figures are of.</param>
    /// <param name="requests">Verbs and paths, as the cluster's record has them.</param>
    /// <param name="by">What the counts are divided by: components, or minutes.</param>
    public static IEnumerable<Figure> Figures(string what, IReadOnlyList<(string Verb, string Path)> requests, double by) => requests
        .CountBy(request => $"{request.Verb} {ResourceOf(request.Path)}")
        .OrderByDescending(kind => kind.Value)
        .ThenBy(kind => kind.Key, StringComparer.Ordinal)
        .Select(kind => new Figure($"  {what}: {kind.Key}", kind.Value / by, "requests"));

    // /api/v1/… or /apis/group/version/…, then namespaces/NAME/ where there is one, then resource, name and subresource.
    private static string ResourceOf(string path)
    {
        var (bare, query) = path.Split('?', 2) is [var front, var asked] ? (front, asked) : (path, "");
        var parts = bare.Split('/', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        var rest = parts is ["api", _, ..] ? parts[2..] : parts is ["apis", _, _, ..] ? parts[3..] : [];
        if (rest is ["namespaces", _, _, ..]) rest = rest[2..];
        var resource = rest switch
        {
            [] => bare,
            [var kind, _, var sub, ..] => $"{kind}/{sub}",
            [var kind, ..] => kind,
        };
        return query.Contains(DryRun, StringComparison.Ordinal) ? $"{resource} (dry run)" : resource;
    }
}

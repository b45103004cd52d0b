using Pdp.Daemon.Outbound;
using Pdp.Observability.Access;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>Ranges of the options of the observability API, and rules between them.</summary>
internal static class ObserveRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(87_600);

    /// <summary>Every rule that is broken; empty when all is well, or there is no API.</summary>
    public static IEnumerable<string> Problems(ObserveOptions options)
    {
        if (!options.IsOn) return [];
        return [.. Presence(options), .. Storage(options), .. Loki(options), .. Limits(options.Access)];
    }

    private static IEnumerable<string> Presence(ObserveOptions options)
    {
        if (options.Directory is null) yield return "observe-directory: is required with observe-listen; name a directory on a volume";
        if (options.Certificate is null || options.Key is null)
            yield return "observe-tls-cert, observe-tls-key: are required with observe-listen; name the files of a certificate and its key";
        else if (options.Files.Problem() is { } problem)
            yield return $"observe-tls-cert, observe-tls-key: {problem}";
        if (options.Reached is { Port: 0 }) yield return "observe-listen: must name a port where observe-address is set";
    }

    private static IEnumerable<string> Storage(ObserveOptions options)
    {
        if (options.LogBytes is < 8L << 20 or > 1L << 40) yield return "observe-logs-size: must be from 8 to 1048576";
        if (options.LogAge < TimeSpan.FromHours(1) || options.LogAge > Longest) yield return "observe-logs-age: must be from 1h to 87600h";
        if (options.LogPodShare is < 1 or > 100) yield return "observe-logs-pod-share: must be from 1 to 100";
        var sound = options with { Directory = "/", LogBytes = 1 << 30, LogPodShare = 10, LogAge = Longest };
        foreach (var problem in sound.Logs.Problems()) yield return $"observe-logs-classes: {problem}";
    }

    private static IEnumerable<string> Loki(ObserveOptions options)
    {
        if (options.LokiPush && options.LokiUrl is null) yield return "observe-loki-push: needs a Loki in observe-loki-url";
        if (options.LokiCa is not { } ca) yield break;
        if (options.LokiUrl?.Scheme != Uri.UriSchemeHttps) yield return "observe-loki-ca: needs an https:// address in observe-loki-url";
        if (ServerTrust.Problem(ca) is { } problem) yield return $"observe-loki-ca: {problem}";
    }

    private static IEnumerable<string> Limits(AccessOptions access)
    {
        if (access.RequestsPerMinute is < 1 or > 100_000) yield return "observe-requests-per-minute: must be from 1 to 100000";
        if (access.Burst is < 1 or > 10_000) yield return "observe-burst: must be from 1 to 10000";
        if (access.UnauthorizedPerMinute is < 1 or > 100_000) yield return "observe-unauthorized-per-minute: must be from 1 to 100000";
        if (access.Concurrency is < 1 or > 1000) yield return "observe-concurrency: must be from 1 to 1000";
        if (access.Streams is < 1 or > 1000) yield return "observe-streams: must be from 1 to 1000";
        if (access.StreamsInAll is < 1 or > 10_000) yield return "observe-streams-in-all: must be from 1 to 10000";
        if (access.LongestRange < TimeSpan.FromHours(1) || access.LongestRange > Longest) yield return "observe-longest-range: must be from 1h to 87600h";
        if (access.AnswerBytes < 64 << 10) yield return "observe-answer-size: must be from 64 to 65536";
        if (access.Patience < TimeSpan.FromMilliseconds(100) || access.Patience > TimeSpan.FromMinutes(1)) yield return "observe-patience: must be from 100ms to 1m";
    }
}
